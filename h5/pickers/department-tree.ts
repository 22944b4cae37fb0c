import { type z } from 'zod';
import { type department } from '../../server/contract/org.ts';

type Department = z.infer<typeof department>;
export interface DepartmentRow extends Department {
  /** 0 for the roots. */
  depth: number;
}

/** The flat list in the order of the tree, children right after their parent. A department whose parent is missing is a root. */
export function asTree(departments: readonly Department[]): DepartmentRow[] {
  const known = new Set(departments.map(({ id }) => id));
  const childrenOf = new Map<string | null, Department[]>();
  for (const one of departments) {
    const parent = one.parentId !== null && known.has(one.parentId) ? one.parentId : null;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), one]);
  }
  const walk = (parent: string | null, depth: number): DepartmentRow[] =>
    (childrenOf.get(parent) ?? []).flatMap((one) => [{ ...one, depth }, ...walk(one.id, depth + 1)]);
  return walk(null, 0);
}
