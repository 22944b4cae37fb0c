const LABEL_LENGTH = 63;

/**
 * The label of a person's phone in `<label>.wecom.localhost`: the account in lower case (accounts ignore case), anything
 * a host name cannot carry as `-` and its code in hex; what gets too long ends in a digest.
 */
export function slugOf(userid: string): string {
  const spelled = userid
    .toLowerCase()
    .replace(/[^a-z0-9]/g, (character) => `-${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  if (spelled.length <= LABEL_LENGTH && !spelled.startsWith('-')) return spelled;
  return `u${spelled.replace(/^-/, '').slice(0, LABEL_LENGTH - 9)}${digest(spelled)}`;
}

/** FNV-1a, eight hex digits; the same in a browser and in Node. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
