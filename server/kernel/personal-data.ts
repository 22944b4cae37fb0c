/** The digits of a phone number without the Chinese country code; null when there are none. */
export const phoneDigits = (phone: string | null | undefined): string | null => {
  const digits = (phone ?? '').normalize('NFKC').replace(/\D/g, '');
  const national = /^(?:00)?86(1\d{10})$/.exec(digits)?.[1] ?? digits;
  return national || null;
};

/** `13800000001` → `138****0001`; short numbers keep their last two digits. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 7) return `****${digits.slice(-2)}`;
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
};

/** `li.ming@example.com` → `l****@example.com`. */
export const maskEmail = (email: string): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}****${at > 0 ? email.slice(at) : ''}`;
};

/** `李明` → `李*`. */
export const maskName = (name: string): string => `${[...name.trim()][0] ?? ''}*`;
