import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import TimeLineEntry from '../../../h5/ui/TimeLineEntry.vue';
import type { TimelineEntry } from '../../../server/contract/subject.ts';

const entry: TimelineEntry = {
  id: '1',
  name: 'opportunity.stage_moved',
  subject: { kind: 'opportunity', id: '7' },
  actor: { id: '2', name: '王磊', active: true },
  surface: 'h5',
  at: '2026-03-11T02:00:00.000Z',
  sentence: '把商机「三号线改造」从 初步接触 推进到 需求了解',
  changes: [
    { field: 'stage', label: '阶段', before: '初步接触', after: '需求了解' },
    { field: 'likelihood', label: '赢单可能', before: '5%', after: '10%' },
    { field: 'note', label: '现状', before: null, after: '需求了解' },
  ],
  reason: null,
};

describe('an event of the time line', () => {
  it('lists the changes its sentence does not tell already', () => {
    const rows = mount(TimeLineEntry, { props: { entry } }).findAll('li');
    expect(rows.map((row) => row.text())).toEqual(['赢单可能:5% 10%', '现状: 需求了解']);
  });
});
