/** Userids are case-insensitive and some answers come in lower case (doc 90195): an account is always lower case. */
export function toAccount(userid: string): string {
  return userid.toLowerCase();
}
