import { beforeEach, describe, expect, it } from 'vitest';
import { useEditOpportunity } from '../../../../h5/features/opportunities/use-edit-opportunity.ts';
import { useLineProducts } from '../../../../h5/features/opportunities/use-line-products.ts';
import { type OpportunityDetail } from '../../../../server/contract/opportunities.ts';
import { inComponent } from '../../support/in-component.ts';
import { refusal, useFakeNetwork } from '../../support/fake-network.ts';
import { opportunity } from './opportunity.ts';

describe('editing an opportunity', () => {
  const network = useFakeNetwork();
  let stored: OpportunityDetail = opportunity;
  const patches = () => network.sent.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  const edit = (record: OpportunityDetail) =>
    inComponent(() => useEditOpportunity(record, useLineProducts(record.lines))).result;

  beforeEach(() => {
    stored = opportunity;
    network.answer(({ method, path, body }) => {
      if (path === '/api/products') return { json: { items: [] } };
      if (method === 'GET') return { json: stored };
      const { version } = body as { version: number };
      if (version === stored.version) return { json: { version: version + 1 } };
      return refusal(409, 'conflict.stale', '这条记录刚被李晓燕修改过', { params: { who: '李晓燕' } });
    });
  });

  it('sends what changed and nothing else', async () => {
    const form = edit(opportunity);
    form.values.nextAction = '约总经理';
    expect(await form.submit()).toBe(true);
    expect(patches()).toEqual([{ nextAction: '约总经理', version: 4 }]);
  });

  it('lets a stated amount follow the lines again when it is emptied', async () => {
    stored = { ...opportunity, amount: 90_000_00 };
    const form = edit(stored);
    form.values.amount = null;
    expect(await form.submit()).toBe(true);
    expect(patches()).toEqual([{ amount: 80_000_00, version: 4 }]);
  });

  it('merges with what a colleague saved meanwhile and asks only about what both changed', async () => {
    const form = edit(opportunity);
    Object.assign(form.values, { name: '3 号产线改造(二期)', nextAction: '约总经理' });
    stored = { ...opportunity, name: '三号线', situation: '预算已批', version: 5 };
    expect(await form.submit()).toBe(false);
    expect(form.conflict.value?.rows.map(({ path }) => path)).toEqual(['name']);
    expect(await form.resolve({ name: 'theirs' })).toBe(true);
    expect(patches()[1]).toEqual({ nextAction: '约总经理', version: 5 });
  });
});
