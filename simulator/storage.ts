import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type State } from './state.ts';

/** Where the state and the uploaded bytes live: a folder, or memory only. */
export interface Storage {
  load(): State | null;
  /** Writes soon; many calls in a row become one write. */
  saveSoon(): void;
  saveNow(): void;
  putBytes(id: string, bytes: Buffer): void;
  getBytes(id: string): Buffer | null;
  clearBytes(): void;
}

const WRITE_AFTER_MS = 1000;

export function createStorage(folder: string | undefined, current: () => State): Storage {
  return folder ? createFolderStorage(folder, current) : createMemoryStorage();
}

function createMemoryStorage(): Storage {
  const kept = new Map<string, Buffer>();
  return {
    load: () => null,
    saveSoon: () => undefined,
    saveNow: () => undefined,
    putBytes: (id, bytes) => void kept.set(id, bytes),
    getBytes: (id) => kept.get(id) ?? null,
    clearBytes: () => kept.clear(),
  };
}

function createFolderStorage(folder: string, current: () => State): Storage {
  const file = join(folder, 'simulator.json');
  const media = join(folder, 'media');
  let timer: NodeJS.Timeout | undefined;
  mkdirSync(media, { recursive: true });

  const saveNow = () => {
    clearTimeout(timer);
    timer = undefined;
    writeFileSync(`${file}.new`, JSON.stringify(current()), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    load: () => readState(file),
    saveSoon: () => void (timer ??= setTimeout(saveNow, WRITE_AFTER_MS).unref()),
    saveNow,
    putBytes: (id, bytes) => writeFileSync(join(media, id), bytes),
    getBytes: (id) => readBytes(join(media, id)),
    clearBytes() {
      rmSync(media, { recursive: true, force: true });
      mkdirSync(media, { recursive: true });
    },
  };
}

function readState(file: string): State | null {
  const bytes = readBytes(file);
  if (!bytes) return null;
  try {
    const state = JSON.parse(bytes.toString('utf8')) as State;
    return state.version === 1 ? state : null;
  } catch {
    renameSync(file, `${file}.broken`);
    return null;
  }
}

function readBytes(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
