import { z } from 'zod';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

const about = z.object({ productId: id, name: z.string() });
export const productAdded = eventKind('product.added', about, ({ name }) => `新增了产品「${name}」`);
export const productChanged = eventKind('product.changed', about, ({ name }) => `修改了产品「${name}」`);
export const productRetired = eventKind('product.retired', about, ({ name }) => `停售了产品「${name}」`);
export const productReturned = eventKind('product.returned', about, ({ name }) => `恢复销售产品「${name}」`);
export const catalogueEvents = [productAdded, productChanged, productRetired, productReturned];
