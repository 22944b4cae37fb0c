import { isDuplicateKey } from '../../kernel/database.ts';
import { Problem } from '../../kernel/problem.ts';

/** The unique index has the last word on a product's name. */
export const translateTakenName = (error: unknown): never => {
  if (isDuplicateKey(error, 'products_name')) throw new Problem('product.name_taken');
  throw error;
};
