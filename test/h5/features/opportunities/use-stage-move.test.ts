import { beforeEach, describe, expect, it } from 'vitest';
import { useStageMove } from '../../../../h5/features/opportunities/use-stage-move.ts';
import { refusal, useFakeNetwork } from '../../support/fake-network.ts';
import { opportunity } from './opportunity.ts';

describe('moving an opportunity', () => {
  const network = useFakeNetwork();
  beforeEach(() => network.answer(() => ({ json: { version: 5 } })));

  it('proposes the next stage and asks for what the current one must have brought to light', async () => {
    const move = useStageMove(() => opportunity);
    expect(move.target.value).toBe('planning');
    expect(move.asked.value.map(({ key }) => key)).toEqual(['need']);
    expect(await move.submit()).toBe(false);
    expect(move.errors.need).toBe('请填写客户需求');
    expect(network.sent).toHaveLength(0);
  });

  it('sends the facts of every stage it passes with the version it was read at', async () => {
    const move = useStageMove(() => opportunity);
    move.target.value = 'survey';
    Object.assign(move.facts, { need: '提高节拍', plan: '先打样' });
    expect(await move.submit()).toBe(true);
    expect(network.sent[0]).toMatchObject({
      path: '/api/opportunities/7/stage-moves',
      body: { stage: 'survey', facts: { need: '提高节拍', plan: '先打样' }, version: 4 },
    });
  });

  it('asks for nothing on the way back', async () => {
    const move = useStageMove(() => opportunity);
    move.target.value = 'first_contact';
    expect(move.asked.value).toEqual([]);
    expect(await move.submit()).toBe(true);
  });

  it('puts what the server misses under its field', async () => {
    const errors = [{ path: 'facts.need', message: '请填写客户需求' }];
    network.answer(() => refusal(422, 'opportunity.facts_missing', '进入「规划与邀约」前请补充:客户需求', { errors }));
    const move = useStageMove(() => opportunity);
    move.facts.need = '提高节拍';
    expect(await move.submit()).toBe(false);
    expect(move.errors.need).toBe('请填写客户需求');
  });
});
