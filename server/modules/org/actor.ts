import type { Id } from '../../contract/page.ts';
import type { Surface } from '../../contract/subject.ts';
import type { Actor, Kernel } from '../../kernel/work.ts';
import { mainDepartmentOf, resolveScope, unionPermissions } from './chart.ts';
import { orgAt, readOrg, rememberOrg, type OrgSnapshot } from './chart-reader.ts';
import { hashToken } from './token.ts';

interface SessionRow {
  personId: Id;
  version: string;
  company: string;
  hasShares: number;
}

/** Asked with every request: written out, since building it costs more than running it. */
const sessionOf = `select people.id as personId, org_state.version, org_state.company,
    exists(select 1 from shares where shares.person_id = people.id) as hasShares
  from sessions join people on people.id = sessions.person_id cross join org_state
  where sessions.token_hash = ? and sessions.revoked_at is null and sessions.expires_at > ? and people.state = 'active'
  limit 1`;

/** The person behind a session token; null when it is unknown, expired or revoked, or the person may not act any more. */
export const authenticate = async (kernel: Kernel, token: string | null): Promise<Actor | null> => {
  if (!token) return null;
  const [[row]] = (await kernel.db.raw(sessionOf, [hashToken(token), kernel.clock.now()])) as [SessionRow[]];
  if (!row) return null;
  const org = await orgAt(kernel, String(row.version), row.company);
  return buildActor(kernel, org, row.personId, 'h5', Number(row.hasShares) === 1);
};

/** The same person acting on another surface: a card, the bot. Null when they may not act any more. */
export const actorOf = async (kernel: Kernel, personId: Id, surface: Surface): Promise<Actor | null> => {
  const org = await readOrg(kernel);
  if (!org.chart.people.get(personId)?.active) return null;
  return buildActor(kernel, org, personId, surface, true);
};

const buildActor = async (
  kernel: Kernel,
  org: OrgSnapshot,
  personId: Id,
  surface: Surface,
  loadShares: boolean,
): Promise<Actor> => {
  const roles = org.rolesOf(personId);
  const actor: Actor = {
    personId,
    name: org.names.get(personId) ?? '',
    departmentId: mainDepartmentOf(org.chart, personId),
    surface,
    permissions: unionPermissions(roles.map((role) => role.permissions)),
    scope: scopeAt(org, personId),
    shares: loadShares ? await sharesOf(kernel, personId) : new Map(),
  };
  rememberOrg(actor, org);
  return actor;
};

const scopes = new WeakMap<OrgSnapshot, Map<Id, Actor['scope']>>();

/** Resolved once per person and organisation version. */
const scopeAt = (org: OrgSnapshot, personId: Id): Actor['scope'] => {
  const known = scopes.get(org) ?? new Map<Id, Actor['scope']>();
  scopes.set(org, known);
  const cached = known.get(personId);
  if (cached) return cached;
  const scope = resolveScope(org.chart, personId, org.rolesOf(personId));
  known.set(personId, scope);
  return scope;
};

const sharesOf = async ({ db }: Kernel, personId: Id): Promise<Map<string, Id[]>> => {
  const rows = (await db('shares').select({ kind: 'kind', recordId: 'record_id' }).where({ person_id: personId })) as {
    kind: string;
    recordId: Id;
  }[];
  const byKind = new Map<string, Id[]>();
  for (const row of rows) byKind.set(row.kind, [...(byKind.get(row.kind) ?? []), row.recordId]);
  return byKind;
};
