import type { Module } from '../../kernel/module.ts';
import { importFinished } from './events.ts';

export { kindLabels, type KindName } from './kinds/fields.ts';
export { MappingError, readMapping, type FileMapping, type Mapping } from './mapping.ts';
export { FileError, readMappedFile } from './read-file.ts';
export type { FileSummary, ImportListener, ImportRequest, ImportSummary, RowProblem } from './import-files.ts';
export { rehearseImport, runImport } from './run-import.ts';
export { BusyError } from './while-importing.ts';

/** Reads files other systems left behind into customers, contacts, products and opportunities. */
export const importsModule: Module = { routes: [], events: [importFinished], reactions: [], jobs: [] };
