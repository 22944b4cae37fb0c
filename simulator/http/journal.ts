import { type CallbackEntry, type Counters, type RequestEntry } from '../control/types.ts';

/** What happened lately, for pages and tests; not kept over a restart. */
export interface Journal {
  requests: RequestEntry[];
  callbacks: CallbackEntry[];
  counters: Counters;
  addRequest(entry: Omit<RequestEntry, 'id'>): void;
  addCallback(entry: Omit<CallbackEntry, 'id'>): CallbackEntry;
  clear(): void;
}

const KEPT = 500;

export function createJournal(): Journal {
  let serial = 0;
  const journal: Journal = {
    requests: [],
    callbacks: [],
    counters: emptyCounters(),
    addRequest(entry) {
      append(journal.requests, { ...entry, id: ++serial });
      increase(journal.counters.calls, entry.path);
      if (entry.errcode) increase(journal.counters.errors, String(entry.errcode));
    },
    addCallback(entry) {
      const added = { ...entry, id: ++serial };
      append(journal.callbacks, added);
      return added;
    },
    clear() {
      journal.requests = [];
      journal.callbacks = [];
      journal.counters = emptyCounters();
    },
  };
  return journal;
}

function emptyCounters(): Counters {
  return { calls: {}, errors: {}, sent: 0, dropped: 0, duplicates: 0, callbacks: { delivered: 0, failed: 0 } };
}

function increase(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function append<Entry>(entries: Entry[], entry: Entry): void {
  entries.push(entry);
  if (entries.length > KEPT) entries.shift();
}
