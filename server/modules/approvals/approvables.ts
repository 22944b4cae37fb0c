import type { SubjectKind } from '../../contract/subject.ts';
import type { Approvable } from '../../ports/subjects.ts';

const registered = new Map<SubjectKind, Approvable>();

/** Makes a kind of record able to wait for consent; the wiring calls it once per kind. */
export const registerApprovable = (approvable: Approvable): void => void registered.set(approvable.kind, approvable);

export const approvableOf = (kind: SubjectKind): Approvable => {
  const found = registered.get(kind);
  if (!found) throw new Error(`Nothing is registered that can be approved as ${kind}.`);
  return found;
};
