import type { Module } from '../../kernel/module.ts';
import { catalogueEvents } from './events.ts';
import { catalogueRoutes } from './routes.ts';

export { createProduct, type NewProduct } from './commands/create-product.ts';
export { importProducts } from './commands/import-products.ts';
export { updateProduct, type ProductChange } from './commands/update-product.ts';
export * from './events.ts';
export { productsById, productsByName, type ProductRecord } from './store.ts';

export const catalogueModule: Module = { routes: catalogueRoutes, events: catalogueEvents, reactions: [], jobs: [] };
