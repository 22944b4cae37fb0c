const prefix = 'crm.draft.';
const maxAge = 14 * 24 * 3_600_000;

/** Drafts stay on the device, belong to one person, and are forgotten after two weeks. */
export const readDraft = (key: string): Record<string, unknown> | null => {
  try {
    const { at, values } = JSON.parse(localStorage.getItem(prefix + key) ?? 'null') ?? {};
    return typeof at === 'number' && Date.now() - at < maxAge ? values : null;
  } catch {
    return null;
  }
};
export const writeDraft = (key: string, values: unknown): void => {
  try {
    localStorage.setItem(prefix + key, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // The device is full or storage is off; the form itself still works.
  }
};
export const dropDraft = (key: string): void => localStorage.removeItem(prefix + key);
