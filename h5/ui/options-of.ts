/** A contract enum record as options: `{ a: 'A 重点' }` → `[{ value: 'a', label: 'A 重点' }]`. */
export const optionsOf = <T extends string>(labels: Readonly<Record<T, string>>): { value: T; label: string }[] =>
  (Object.entries(labels) as [T, string][]).map(([value, label]) => ({ value, label }));
