import { onActivated, onDeactivated, ref, type Ref, watch } from 'vue';
import { type SubjectKind } from '../../server/contract/subject.ts';

const versions = new Map<SubjectKind, Ref<number>>();
const versionOf = (kind: SubjectKind): Ref<number> => {
  const known = versions.get(kind) ?? ref(0);
  versions.set(kind, known);
  return known;
};

/** Says that records of these kinds have changed: every list and record on screen reads again, the hidden ones when shown. */
export const markChanged = (...kinds: SubjectKind[]): void => {
  for (const kind of kinds) versionOf(kind).value += 1;
};

/** Runs `reload` when one of the kinds has changed, later if the component is kept alive off screen. */
export function onChanged(kinds: readonly SubjectKind[], reload: () => void): void {
  let visible = true;
  let owed = false;
  onDeactivated(() => (visible = false));
  onActivated(() => {
    visible = true;
    if (owed) reload();
    owed = false;
  });
  watch(kinds.map(versionOf), () => {
    if (visible) reload();
    else owed = true;
  });
}
