import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import { changeCollaborators } from '../collaborators.ts';

/** Lets a colleague work on the actor's customer: the answer to a request for co-operation. Granting twice changes nothing. */
export const grantCooperation = (work: Work, input: { customerId: Id; personId: Id }): Promise<void> =>
  changeCollaborators(work, input.customerId, (current) => [...current, input.personId]);
