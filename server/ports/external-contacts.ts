/** A customer an employee has befriended on the platform, or a group with customers in it that the employee keeps. */
export interface ExternalContact {
  kind: ExternalKind;
  externalKey: string;
  /** Null when the platform no longer tells, as of somebody whose last colleague has left. */
  name: string | null;
  /** Null for groups, too. */
  company: string | null;
}

export type ExternalKind = 'person' | 'group';
export type TransferOutcome = 'waiting' | 'done' | 'refused' | 'limit' | 'unknown';

export interface TransferStart {
  externalKey: string;
  state: 'waiting' | 'done' | 'failed';
  code: string;
  message: string;
}

export interface ExternalContacts {
  /** Contacts and groups of an employee; empty when there are none. For somebody who left, those not yet assigned. @throws ChatError */
  listOf(account: string, employment: 'employed' | 'left'): Promise<ExternalContact[]>;
  /** Every befriended customer of everybody who is here, some at a time; no groups. @throws ChatError */
  readAll(take: (contacts: ExternalContact[]) => Promise<void>): Promise<void>;
  /**
   * Starts handing contacts of one kind over. A customer may refuse within 24 hours (`waiting`), a group changes hands at once (`done`);
   * what the platform refuses comes with its own code and words. @throws ChatError
   */
  transfer(input: {
    kind: ExternalKind;
    from: string;
    to: string;
    externalKeys: string[];
    employment: 'employed' | 'left';
  }): Promise<TransferStart[]>;
  /** Where the transfers of customers between two employees stand. @throws ChatError */
  transferOutcomes(input: {
    from: string;
    to: string;
    employment: 'employed' | 'left';
  }): Promise<{ externalKey: string; outcome: TransferOutcome; at: Date | null }[]>;
}
