import { describe, expect, it } from 'vitest';
import { meEntries } from '../../../../h5/features/me/entries.ts';

const labels = (viewer: Parameters<typeof meEntries>[0]) =>
  meEntries(viewer).flatMap(({ entries }) => entries.map(({ label }) => label));

describe('meEntries', () => {
  it('shows no administration to somebody without a grant', () => {
    expect(meEntries({ id: '7', permissions: ['crm.use'], leads: [] }).map(({ title }) => title)).toEqual(['工作']);
  });

  it('lets leaders bind groups without the grant, and nothing more', () => {
    expect(labels({ id: '7', permissions: ['crm.use'], leads: [{ id: '1' }] })).toContain('日报群');
    expect(labels({ id: '7', permissions: ['crm.use'], leads: [{ id: '1' }] })).not.toContain('角色与权限');
  });

  it('links to my own contact log', () => {
    const entries = meEntries({ id: '7', permissions: [], leads: [] }).flatMap((group) => group.entries);
    expect(entries.map(({ to }) => to)).toContain('/follow-ups?authorId=7');
  });
});
