import type { Id } from '../../contract/page.ts';
import type { Work } from '../../kernel/work.ts';
import type { ExternalContacts } from '../../ports/external-contacts.ts';
import type { Ownable } from '../../ports/subjects.ts';

/** What a person may leave behind, from whoever knows; given at composition. */
export interface HandoverSources {
  /** In the order in which they move. */
  ownables: readonly Ownable[];
  approvals: {
    /** What waits for a person's answer. */
    waitingFor(work: Work, personId: Id): Promise<{ approvalId: Id; title: string }[]>;
    /** What a person has asked for and nobody has finished deciding. */
    askedBy(work: Work, personId: Id): Promise<{ approvalId: Id; title: string }[]>;
    /** Asks somebody else instead. */
    reassign(work: Work, input: { fromId: Id; toId: Id; reason: string }): Promise<unknown>;
  };
  externalContacts: ExternalContacts;
}
