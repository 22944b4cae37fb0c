import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fen } from './money.ts';
import { flag, id, line, version } from './page.ts';
import { defineProblems } from './problem.ts';

export const catalogueProblems = defineProblems({
  'product.name_taken': [409, '已有同名产品'],
  'product.unknown': [422, '产品不存在或已停售'],
});

export const product = z.object({
  id,
  name: z.string(),
  series: z.string().nullable(),
  unit: z.string(),
  listPrice: fen,
  active: z.boolean(),
  version,
});
export type Product = z.infer<typeof product>;

const productBody = z.strictObject({
  name: line(60, '产品名称'),
  series: line(40, '系列').nullable().optional(),
  unit: line(10, '单位').default('台'),
  listPrice: fen,
});
export const listProducts = endpoint({
  method: 'GET',
  path: '/api/products',
  summary: 'Products with list prices',
  permission: 'crm.use',
  query: z.strictObject({ includeRetired: flag.optional() }),
  response: z.object({ items: z.array(product) }),
});
export const createProduct = endpoint({
  method: 'POST',
  path: '/api/products',
  summary: 'Add a product',
  permission: 'catalogue.manage',
  body: productBody,
  response: z.object({ id }),
  problems: ['product.name_taken'],
});
export const updateProduct = endpoint({
  method: 'PATCH',
  path: '/api/products/:id',
  summary: 'Change, retire or bring back a product',
  permission: 'catalogue.manage',
  params: z.strictObject({ id }),
  body: z.strictObject({
    name: productBody.shape.name.optional(),
    series: productBody.shape.series,
    unit: line(10, '单位').optional(),
    listPrice: fen.optional(),
    active: z.boolean().optional(),
    version,
  }),
  response: z.object({ version }),
  problems: ['product.name_taken', 'record.not_found', 'conflict.stale'],
});
