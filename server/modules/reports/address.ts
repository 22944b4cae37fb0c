/** A credential is shown by its last four characters. */
export const maskAddress = (kind: 'webhook' | 'robot', address: string): string =>
  kind === 'robot' ? address : address.replace(/=.*/, (secret) => `=****${secret.slice(-4)}`);
