import type { Card } from '../../server/ports/chat.ts';

/** A card before it is sent: the ledger gives it its task id. With `settled` the matter is over and the buttons are gone. */
export type CardBody = Omit<Card, 'taskId'>;

/** The same card after the matter was settled: what became of it, and one sentence that says more. */
export const settle = (card: CardBody, settled: string, text?: string): CardBody => ({
  ...card,
  actions: [],
  settled,
  ...(text && { text }),
});

/** The card of something that is gone, or that this reader has nothing to do with any more. */
export const goneCard = (text: string): CardBody => ({
  title: '这件事已处理',
  facts: [],
  text,
  path: '/',
  actions: [],
  settled: '无需处理',
});
