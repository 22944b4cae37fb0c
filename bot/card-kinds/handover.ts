import { describeCase, takeOverHandover } from '../../server/modules/handover/index.ts';
import { handoverCard } from '../cards/handover.ts';
import { subjectIdOf, type CardKind } from './card-kind.ts';

export const handoverKind: CardKind = {
  permission: null,
  present: async (work, message) => handoverCard(await describeCase(work, subjectIdOf(message))),
  press: async (work, message, key) => {
    if (key === 'take_over') await takeOverHandover(work, { caseId: subjectIdOf(message) });
  },
};
