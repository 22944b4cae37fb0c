import type { Id, Page } from '../../../contract/page.ts';
import type { TimelineEntry } from '../../../contract/subject.ts';
import { readTimeline } from '../../../kernel/timeline.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { getVisibleOpportunity } from '../store.ts';

/** Everything that happened with a visible opportunity, newest first. */
export const opportunityTimeline = async (
  work: Work,
  id: Id,
  request: { cursor?: string | undefined; limit: number },
): Promise<Page<TimelineEntry>> => {
  await getVisibleOpportunity(work, id);
  return readTimeline(work, { subjectKind: 'opportunity', subjectId: id }, request, personRefs);
};
