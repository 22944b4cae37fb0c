import { personIn, type WriteRows } from '../batch.ts';
import { Refusal } from '../field.ts';

/** People come from the directory: rows about them are compared with it, never written. */
export const comparePeople: WriteRows = (batch, drafts) =>
  Promise.resolve(
    drafts.map(({ values }) => {
      try {
        const person = personIn(batch, values, 'person');
        if (!person) return new Refusal('person', '缺少同事');
        const leader = personIn(batch, values, 'leader');
        if (leader && person.directLeaderId !== leader.id)
          return new Refusal('leader', `通讯录中「${person.name}」的直属上级不是「${leader.name}」`);
        return { id: person.id, created: false };
      } catch (error) {
        if (error instanceof Refusal) return error;
        throw error;
      }
    }),
  );
