import { createProduct } from '../../../contract/catalogue.ts';
import { importProducts } from '../../catalogue/index.ts';
import { checked, writeResolved, type WriteRows } from '../batch.ts';

export const writeProducts: WriteRows = ({ work }, drafts) =>
  writeResolved(
    drafts,
    (values) => checked(createProduct.body, values),
    (inputs) => importProducts(work, inputs),
  );
