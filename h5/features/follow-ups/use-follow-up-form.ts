import { type z } from 'zod';
import { logFollowUp } from '../../../server/contract/activities.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';
import { type FollowUpSubject } from './open-follow-up.ts';

export type FollowUpValues = Required<Omit<z.input<typeof logFollowUp.body>, 'happenedAt'>>;
const lastKind = 'crm.follow-up.kind';

const usualKind = (): FollowUpValues['kind'] => {
  const stored = logFollowUp.body.shape.kind.safeParse(localStorage.getItem(lastKind));
  return stored.success ? stored.data : 'call';
};

/** The contact log's form: starts with the kind used last, keeps a draft per customer. */
export function useFollowUpForm({ customer, opportunity }: FollowUpSubject) {
  const initial: FollowUpValues = {
    customerId: customer.id,
    opportunityId: opportunity?.id ?? null,
    contactId: null,
    kind: usualKind(),
    outcome: null,
    content: '',
    nextContactAt: null,
    photoIds: [],
    place: null,
    colleagueIds: [],
  };
  return useForm({
    schema: logFollowUp.body,
    initial: initial,
    draftKey: `follow-up.${customer.id}`,
    save: async ({ values, key }) => {
      await call(logFollowUp, { body: values }, { key });
      localStorage.setItem(lastKind, values.kind);
      markChanged('follow_up', 'customer', 'opportunity');
      tellDone('已记录');
    },
  });
}
