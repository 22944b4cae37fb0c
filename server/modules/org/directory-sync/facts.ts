import type { DiffKind, PersonState } from '../../../contract/org.ts';
import type { Id } from '../../../contract/page.ts';

/** The organisation in the platform's own keys: what both sides of the comparison speak. */
export interface DepartmentFacts {
  key: string;
  parentKey: string | null;
  name: string;
  position: number;
}
export interface PersonFacts {
  /** Lower case: accounts are equal whatever their case. */
  account: string;
  name: string;
  position: string | null;
  /** Null when the directory does not tell, which changes nothing. */
  mobile: string | null;
  departments: readonly { key: string; leads: boolean }[];
  mainDepartmentKey: string | null;
  directLeader: string | null;
  state: PersonState;
}

/** What we hold, and since when. */
export interface KnownDepartment extends DepartmentFacts {
  id: Id;
  removed: boolean;
  directoryAt: Date | null;
}
export interface KnownPerson extends PersonFacts {
  id: Id;
  version: number;
  directoryAt: Date | null;
}

/** What to write about one person: everything the directory tells, or (`facts` null) only that they are gone or out of sight. */
export interface PersonTarget {
  account: string;
  name: string;
  state: PersonState;
  facts: PersonFacts | null;
}
/** What to write about one department; `facts` null removes it. */
export interface DepartmentTarget {
  key: string;
  name: string;
  facts: DepartmentFacts | null;
}
export interface PersonChange extends PersonTarget {
  kind: Extract<DiffKind, `person_${string}`>;
}
export interface DepartmentChange extends DepartmentTarget {
  kind: Extract<DiffKind, `department_${string}`>;
}
export interface Skipped {
  key: string;
  name: string;
  why: string;
}

/**
 * Do we know better than an answer asked for at `readAt`? A row stamped in the future was written under a clock that has since been
 * set back: it does not count.
 */
export const knowsBetter = (known: { directoryAt: Date | null }, readAt: Date, now: Date): boolean =>
  known.directoryAt !== null && known.directoryAt > readAt && known.directoryAt <= now;
