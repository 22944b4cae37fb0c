import { column, table, type RowOf } from '../../kernel/table.ts';

/** Files belong to their uploader until a record refers to them. */
export const files = table('files', {
  id: column.id(),
  sha256: column.text(),
  name: column.text(),
  type: column.text(),
  size: column.int(),
  uploaderId: column.id(),
  subjectKind: column.nullable(column.text()),
  subjectId: column.nullable(column.id()),
  position: column.int(),
  createdAt: column.instant(),
});
export type FileRecord = RowOf<typeof files>;

export const fileUrl = (id: string): string => `/api/files/${id}`;
