import { beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../server/contract/endpoint.ts';
import { getOpportunityTimeline, moveStage, updateOpportunity } from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal, read } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

type Body = NonNullable<CallInput<typeof moveStage>['body']>;
const move = (as: string | null, id: string, body: Body) => world.call(as, moveStage, { params: { id }, body });

describe('moving through the stages', () => {
  it('goes forward with the facts of the stage left behind, and the likelihood follows', async () => {
    const id = await addDeal(world, people.alice);
    world.clock.advance(3 * 86_400_000);
    const answer = await move(people.alice, id, { stage: 'needs', facts: { contactPerson: '王总' }, version: 1 });
    expect(answer.data).toEqual({ version: 2 });
    world.clock.advance(2 * 86_400_000);
    expect(await read(world, people.alice, id)).toMatchObject({
      stage: 'needs',
      likelihood: 10,
      stageDays: 2,
      facts: { contactPerson: '王总' },
      stageHistory: [
        { stage: 'first_contact', days: 3, leftAt: '2026-03-14T02:00:00.000Z' },
        { stage: 'needs', days: 2, leftAt: null },
      ],
    });
  });

  it('may jump when every stage passed is accounted for, also by facts given before', async () => {
    const id = await addDeal(world, people.alice);
    await world.call(people.alice, updateOpportunity, {
      params: { id },
      body: { facts: { need: '扩产' }, version: 1 },
    });
    const early = await move(people.alice, id, { stage: 'survey', facts: { contactPerson: '王总' }, version: 2 });
    expect(early.problem).toMatchObject({
      status: 422,
      code: 'opportunity.facts_missing',
      detail: '进入「拜访与调研」前请补充:推进计划',
      errors: [{ path: 'facts.plan', message: '请填写推进计划' }],
    });
    const facts = { contactPerson: '王总', plan: '邀请参观' };
    expect((await move(people.alice, id, { stage: 'survey', facts, version: 2 })).status).toBe(200);
  });

  it('may go back without facts; the note is the reason on the time line', async () => {
    const id = await addDeal(world, people.alice, { stage: 'evaluation', likelihood: 66 });
    await move(people.alice, id, { stage: 'needs', note: '需求变了', version: 1 });
    expect(await read(world, people.alice, id)).toMatchObject({ stage: 'needs', likelihood: 66 });
    const timeline = await world.call(people.alice, getOpportunityTimeline, { params: { id } });
    expect(timeline.data?.items[0]).toMatchObject({
      sentence: expect.stringMatching(/^把商机「项目\d+」从 项目评估 退回到 需求了解$/) as string,
      reason: '需求变了',
      changes: [{ label: '阶段', before: '项目评估', after: '需求了解' }],
    });
  });

  it('is refused to the stage it is in, with an old version, out of scope and to nobody', async () => {
    const id = await addDeal(world, people.alice);
    expect((await move(people.alice, id, { stage: 'first_contact', version: 1 })).problem?.code).toBe(
      'opportunity.same_stage',
    );
    expect((await move(people.alice, id, { stage: 'needs', version: 9 })).problem?.code).toBe('conflict.stale');
    expect((await move(people.dave, id, { stage: 'needs', version: 1 })).status).toBe(404);
    expect((await move(null, id, { stage: 'needs', version: 1 })).status).toBe(401);
    expect((await move(people.alice, id, { stage: 'signing' as never, version: 1 })).status).toBe(400);
  });
});
