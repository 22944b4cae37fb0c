import { column, ownedTable } from '../../kernel/table.ts';

/** The columns of other capabilities' tables that insight reads and never writes, under the same data scope as everybody. */
export const customers = ownedTable(
  'customers',
  {
    id: column.id(),
    name: column.text(),
    level: column.nullable(column.text()),
    ownerId: column.id(),
    nextContactAt: column.nullable(column.instant()),
    touchedAt: column.instant(),
  },
  { owner: 'ownerId', share: { kind: 'customer', column: 'id' } },
);
export const opportunities = ownedTable(
  'opportunities',
  {
    id: column.id(),
    name: column.text(),
    customerId: column.nullable(column.id()),
    ownerId: column.id(),
    state: column.text(),
    amount: column.int(),
  },
  { owner: 'ownerId', share: { kind: 'customer', column: 'customerId' } },
);
export const followUps = ownedTable('follow_ups', { id: column.id(), authorId: column.id() }, { owner: 'authorId' });
