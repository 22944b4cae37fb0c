import { nextTick } from 'vue';
import { beforeEach, describe, expect, it } from 'vitest';
import { useAssignment } from '../../../../h5/features/handover/use-assignment.ts';
import { type HandoverDetail } from '../../../../server/contract/handover.ts';
import { refusal, useFakeNetwork } from '../../support/fake-network.ts';

const person = (id: string, name: string) => ({ id, name, active: true });
const anna = person('2', '李晓燕');
const ben = person('3', '陈思远');
const handover: HandoverDetail = {
  ...{ id: '9', person: person('1', '韩冰'), reason: 'left', state: 'open', assignee: null },
  ...{ createdAt: '2026-11-20T01:00:00.000Z', finishedAt: null, objects: 2, amount: 0 },
  ...{ preview: [], approvals: [], externalContacts: [], progress: { done: 0, all: 2 }, receivers: [] },
  ...{
    undoUntil: null,
    undoSkipped: 0,
    suggestions: [anna, person('1', '韩冰')],
    abilities: { assign: true, undo: false },
  },
};

describe('saying who takes over', () => {
  const network = useFakeNetwork();
  beforeEach(() => network.answer(() => ({ json: { state: 'running' } })));

  it('suggests colleagues, never the one who leaves', () => {
    expect(useAssignment(handover).candidates.value.map(({ name }) => name)).toEqual(['李晓燕']);
  });

  it('sends one receiver and the customers that go to somebody else', async () => {
    const { choose, except, submit, exceptionCount } = useAssignment(handover);
    choose(anna);
    except('70', ben);
    except('71', anna);
    except('72', ben);
    except('72', null);
    expect(exceptionCount.value).toBe(1);
    expect(await submit(anna)).toBe(true);
    expect(network.sent[0]).toMatchObject({
      path: '/api/handovers/9/assignment',
      body: { receiverId: '2', exceptions: [{ customerId: '70', receiverId: '3' }] },
    });
  });

  it('does not send an exception for whom the rest goes to by now', async () => {
    const { choose, except, submit } = useAssignment(handover);
    choose(anna);
    except('70', ben);
    choose(ben);
    await submit(ben);
    expect(network.sent[0]?.body).toEqual({ receiverId: '3', exceptions: [] });
  });

  it('keeps the choice on the device until the hand-over has started', async () => {
    const first = useAssignment(handover);
    first.choose(anna);
    await nextTick();
    network.answer(() => refusal(422, 'handover.receiver_invalid', '接手人必须是在职且可以使用客户功能的同事'));
    expect(await first.submit(anna)).toBe(false);
    expect(useAssignment(handover).chosen.receiver).toEqual(anna);
    network.answer(() => ({ json: { state: 'running' } }));
    await first.submit(anna);
    expect(useAssignment(handover).chosen.receiver).toBeNull();
  });
});
