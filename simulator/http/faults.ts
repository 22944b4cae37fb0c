import { type FaultInput, type FaultView } from '../control/types.ts';

/** Failures ordered by the control API. */
export interface Faults {
  add(input: FaultInput): FaultView;
  list(): FaultView[];
  remove(id: string): boolean;
  clear(): void;
  /** The first fault for this path, used up by one. */
  hit(path: string): FaultView | null;
}

export function createFaults(): Faults {
  let faults: FaultView[] = [];
  let serial = 0;
  return {
    add(input) {
      const fault = { ...input, id: `fault${++serial}`, hits: 0 };
      faults.push(fault);
      return fault;
    },
    list: () => faults,
    remove(id) {
      const before = faults.length;
      faults = faults.filter((each) => each.id !== id);
      return faults.length < before;
    },
    clear: () => void (faults = []),
    hit(path) {
      const fault = faults.find((each) => matches(each.path, path) && each.hits < (each.times ?? Infinity));
      if (fault) fault.hits++;
      return fault ?? null;
    },
  };
}

function matches(pattern: string, path: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(path);
}
