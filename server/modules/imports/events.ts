import { z } from 'zod';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

export const importFinished = eventKind(
  'import.finished',
  z.object({ runId: id, source: z.string(), created: z.number().int(), failed: z.number().int() }),
  ({ source, created, failed }) => `导入了「${source}」:新增 ${created} 条,未导入 ${failed} 条`,
);
