import * as contract from '../../contract/catalogue.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { createProduct } from './commands/create-product.ts';
import { updateProduct } from './commands/update-product.ts';
import { listProducts } from './queries.ts';

export const catalogueRoutes: Route[] = [
  serve(contract.listProducts, (work, { query }) => listProducts(work, query.includeRetired ?? false)),
  serve(contract.createProduct, async (work, { body }) => ({ id: await createProduct(work, body) })),
  serve(contract.updateProduct, async (work, { params, body }) => ({
    version: await updateProduct(work, params.id, body),
  })),
];
