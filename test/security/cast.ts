import { setCollaborators } from '../../server/contract/customers.ts';
import { permissionNames } from '../../server/contract/permissions.ts';
import type { Id } from '../../server/contract/page.ts';
import type { StandardCompany } from '../support/company.ts';
import type { World } from '../support/world.ts';
import { plantRecords, type PlantedRecords } from '../server/every-endpoint.records.ts';

/** How somebody stands to the records planted in the south. */
export type Relation =
  | 'stranger'
  | 'colleague'
  | 'leader of another branch'
  | 'leader of a large branch'
  | 'without rights'
  | 'with every right, but not theirs'
  | 'owner'
  | 'collaborator'
  | 'leader'
  | 'general manager'
  | 'administrator';

/** Those to whom nothing of the south may show. */
export const outsiders: readonly Relation[] = [
  'stranger',
  'colleague',
  'leader of another branch',
  'leader of a large branch',
  'without rights',
];
/** Those who see the planted customer. */
export const insiders: readonly Relation[] = ['owner', 'collaborator', 'leader', 'general manager'];

/** So many people that a list no longer asks each owner by itself. */
const largeBranch = 45;

export interface Cast {
  company: StandardCompany;
  records: PlantedRecords;
  people: Record<Relation, Id>;
  sessions: Record<Relation, string>;
  /** Ids an attacker may have seen somewhere: people, departments, records. */
  leaked: readonly Id[];
}

/** The standard company with one record of each kind owned by carol of the south, and somebody for every relation to them. */
export const assembleCast = async (world: World): Promise<Cast> => {
  const company = await world.company.standard();
  const records = await plantRecords(world, company);
  const { carol, bob } = company;
  const shared = await world.call(carol, setCollaborators, {
    params: { id: records['customers'] ?? '' },
    body: { personIds: [bob] },
  });
  if (!shared.ok) throw new Error(JSON.stringify(shared.problem));
  const north = await world.company.department('华北部', company.root);
  const northLeader = await world.company.person('冯北', { departmentId: north, leads: true, leaderId: company.boss });
  for (let number = 1; number <= largeBranch; number += 1)
    await world.company.person(`北${number}`, { departmentId: north, leaderId: northLeader });
  const withoutRights = await world.company.person('无权限', {});
  await world.company.grant(withoutRights, 'self', []);
  const everyRight = await world.company.person('样样都能', { departmentId: company.east });
  await world.company.grant(everyRight, 'self', permissionNames);
  const people: Record<Relation, Id> = {
    stranger: company.alice,
    colleague: company.dave,
    'leader of another branch': company.eastLeader,
    'leader of a large branch': northLeader,
    'without rights': withoutRights,
    'with every right, but not theirs': everyRight,
    owner: carol,
    collaborator: bob,
    leader: company.southLeader,
    'general manager': company.boss,
    administrator: company.admin,
  };
  const sessions = {} as Record<Relation, string>;
  for (const [relation, person] of Object.entries(people))
    sessions[relation as Relation] = await world.sessionOf(person);
  const leaked = [...Object.values(records), carol, company.south, company.alice, company.east];
  return { company, records, people, sessions, leaked };
};

/** Words that find the planted records where one searches. */
export const plantedWords = ['外人看不到', '等审批', '某人', '华南群'];

/** What is written in the planted records; nowhere else. */
export const secrets = /外人看不到|等审批的商机|聊了聊|华南群|group\.test/;
