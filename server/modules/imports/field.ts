import type { DictionaryKind } from '../../contract/dictionaries.ts';

/** What a field of a record holds, and so how the text of a cell is read. Names of people, entries and records are looked up later. */
export type FieldType =
  | { is: 'text' }
  | { is: 'date' }
  | { is: 'money' }
  | { is: 'integer' }
  | { is: 'flag' }
  | { is: 'choice'; of: Record<string, string> }
  | { is: 'person' }
  | { is: 'entry'; of: DictionaryKind }
  | { is: 'record'; of: 'customer' | 'product' };

export interface Field {
  label: string;
  type: FieldType;
  required?: true;
}
export type Fields = Record<string, Field>;

/** A value read from a cell; an empty cell gives none. */
export type Value = string | number | boolean;

/** Why a row is not imported, in a sentence; `field` names the field at fault when there is one. */
export class Refusal extends Error {
  readonly field: string | null;

  constructor(field: string | null, reason: string) {
    super(reason);
    this.field = field;
  }
}
