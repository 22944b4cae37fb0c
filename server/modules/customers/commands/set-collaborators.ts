import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import { changeCollaborators } from '../collaborators.ts';

export const setCollaborators = async (
  work: Work,
  input: { id: Id; personIds: readonly Id[] },
): Promise<Record<string, never>> => {
  await changeCollaborators(work, input.id, () => input.personIds);
  return {};
};
