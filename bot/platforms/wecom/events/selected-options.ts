import { z } from 'zod';

const options = z
  .looseObject({ OptionId: z.array(z.string()).optional(), OpitonId: z.array(z.string()).optional() })
  .transform((found) => found.OptionId ?? found.OpitonId ?? []);

const selectedItems = z.looseObject({
  SelectedItem: z.array(
    z.looseObject({ QuestionKey: z.string(), OptionIds: options.optional(), OpitonIds: options.optional() }),
  ),
});

/** What was chosen, by question; older documents misspell the elements and some tenants still get them (doc 90240). */
export function selectedOptions(element: unknown): Record<string, string[]> {
  const parsed = selectedItems.safeParse(element);
  if (!parsed.success) return {};
  return Object.fromEntries(
    parsed.data.SelectedItem.map((item) => [item.QuestionKey, item.OptionIds ?? item.OpitonIds ?? []]),
  );
}
