/** A department as the platform's directory knows it. Keys are the platform's ids as text. */
export interface DirectoryDepartment {
  key: string;
  /** Null at the top of what we may see: parents outside the visible range are unknown. */
  parentKey: string | null;
  name: string;
  order: number;
  /** Accounts of its leaders, when the platform lists them with the department. */
  leaders: string[];
}

export interface DirectoryPerson {
  account: string;
  name: string;
  position: string | null;
  mobile: string | null;
  departments: { key: string; leads: boolean }[];
  mainDepartmentKey: string | null;
  directLeader: string | null;
  state: 'active' | 'disabled' | 'left' | 'not_activated';
}

export interface Directory {
  /** Every department we may see, in one answer. @throws ChatError */
  listDepartments(): Promise<DirectoryDepartment[]>;
  /** People directly in one department. @throws ChatError */
  listPeople(departmentKey: string): Promise<DirectoryPerson[]>;
  /** One person now: `left` when the platform says they are gone, `hidden` when outside the visible range. @throws ChatError */
  findPerson(account: string): Promise<DirectoryPerson | 'left' | 'hidden'>;
  /**
   * Accounts of everybody in the company, visible or not; null when the platform does not tell us.
   * Tells "moved out of the visible range" from "left the company".
   */
  listAllAccounts(): Promise<Set<string> | null>;
}
