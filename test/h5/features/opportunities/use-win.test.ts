import { beforeEach, describe, expect, it } from 'vitest';
import { useWin } from '../../../../h5/features/opportunities/use-win.ts';
import { useFakeNetwork } from '../../support/fake-network.ts';
import { opportunity } from './opportunity.ts';

describe('closing as won', () => {
  const network = useFakeNetwork();
  beforeEach(() => network.answer(() => ({ json: { outcome: 'pending', approvalId: '30', version: 5 } })));

  it('leaves the lines alone when nobody changed them, so that their list prices stay frozen', async () => {
    const win = useWin(() => opportunity);
    await win.submit();
    expect(network.sent[0]?.body).toEqual({ note: '', version: 4 });
    expect(win.result.value).toEqual({ outcome: 'pending', approvalId: '30', version: 5 });
  });

  it('sends the lines that were changed', async () => {
    const win = useWin(() => opportunity);
    win.lines.value = win.lines.value.map((line) => ({ ...line, agreedPrice: 45_000_00 }));
    await win.submit();
    expect(network.sent[0]?.body).toMatchObject({ lines: [{ productId: '700', quantity: 2, agreedPrice: 45_000_00 }] });
  });

  it('does not ask the server for a deal without products', async () => {
    const win = useWin(() => ({ ...opportunity, lines: [] }));
    await win.submit();
    expect(win.errors.lines).toBe('请添加成交的产品');
    expect(network.sent).toHaveLength(0);
  });
});
