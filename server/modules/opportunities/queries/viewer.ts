import type { Knex } from 'knex';
import type { Id } from '../../../contract/page.ts';
import { narrowed } from '../../../kernel/scope.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { departmentScope } from '../../org/index.ts';

/** Whose opportunities are asked for. */
export interface Whose {
  ownerId?: Id | undefined;
  departmentId?: Id | undefined;
  relation?: 'mine' | 'team' | undefined;
}

/** The actor seeing only what was asked for, and what a narrowed scope cannot say as a filter. Never more than their scope. */
export interface Viewer {
  work: Work;
  filter(query: Knex.QueryBuilder): Knex.QueryBuilder;
}

/** The scope is narrowed rather than filtered, so that a list reads only the owners it needs. */
export const viewerOf = async (work: Work, whose: Whose): Promise<Viewer> => {
  const owners = await ownersWanted(work, whose);
  return {
    work: narrow(work, whose, owners),
    filter: (query) => {
      if (owners && work.actor.shares.has('customer')) void query.whereIn('opportunities.owner_id', owners);
      if (whose.relation === 'team') void query.whereNot('opportunities.owner_id', personOf(work));
      return query;
    },
  };
};

const ownersWanted = async (work: Work, { ownerId, departmentId }: Whose): Promise<Id[] | null> => {
  const members = departmentId ? [...(await departmentScope(work, departmentId)).people] : null;
  if (ownerId === undefined) return members;
  return members === null || members.includes(ownerId) ? [ownerId] : [];
};

const narrow = (work: Work, { relation }: Whose, owners: Id[] | null): Work => {
  const within = narrowed(work, { people: owners, shared: relation === undefined ? 'kept' : 'dropped' });
  return relation === 'mine' ? narrowed(within, { people: [personOf(work)], shared: 'dropped' }) : within;
};
