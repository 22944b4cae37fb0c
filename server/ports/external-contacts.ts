/** Customers an employee has befriended on the platform. */
export interface ExternalContact {
  externalKey: string;
  /** Null when the platform no longer tells, as of somebody whose last colleague has left. */
  name: string | null;
  company: string | null;
}

export type TransferOutcome = 'waiting' | 'done' | 'refused' | 'limit' | 'unknown';

export interface ExternalContacts {
  /** Contacts of an employee; empty when there are none. For somebody who left, those not yet assigned. @throws ChatError */
  listOf(account: string, employment: 'employed' | 'left'): Promise<ExternalContact[]>;
  /** Every contact of everybody who is here, some at a time. @throws ChatError */
  readAll(take: (contacts: ExternalContact[]) => Promise<void>): Promise<void>;
  /**
   * Starts handing contacts over; per contact either started or refused with the platform's own code and words.
   * Started is not finished: the customer may refuse within 24 hours. @throws ChatError
   */
  transfer(input: {
    from: string;
    to: string;
    externalKeys: string[];
    employment: 'employed' | 'left';
  }): Promise<{ externalKey: string; started: boolean; code: string; message: string }[]>;
  /** Where the transfers between two employees stand. @throws ChatError */
  transferOutcomes(input: {
    from: string;
    to: string;
    employment: 'employed' | 'left';
  }): Promise<{ externalKey: string; outcome: TransferOutcome; at: Date | null }[]>;
}
