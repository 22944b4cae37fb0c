import { describe, expect, it } from 'vitest';
import {
  createDictionaryEntry,
  dictionaryKinds,
  listDictionaries,
  updateDictionaryEntry,
} from '../../../server/contract/dictionaries.ts';
import { events } from '../../../server/kernel/event.ts';
import { firstRow } from '../../../server/kernel/rows.ts';
import { connect } from '../../../scripts/database/connection.ts';
import { freshDatabaseUrl } from '../../setup/database.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld();
const kind = 'industry' as const;

const add = async (as: string, name: string): Promise<string> => {
  const answer = await world.call(as, createDictionaryEntry, { params: { kind }, body: { name } });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.id;
};
const read = async (as: string, id: string) => {
  const answer = await world.call(as, listDictionaries);
  return answer.data?.items.find((entry) => entry.id === id);
};

describe('dictionaries', () => {
  it('start with a list of each kind', async () => {
    const knex = connect(await freshDatabaseUrl('dictionaries'));
    const rows: Record<string, unknown>[] = await knex('dictionary_entries')
      .select('kind')
      .count({ count: '*' })
      .groupBy('kind');
    await knex.destroy();
    expect(rows.map((row) => row['kind']).sort()).toEqual(Object.keys(dictionaryKinds).sort());
    expect(Math.min(...rows.map((row) => Number(row['count'])))).toBeGreaterThan(5);
  });

  it('are edited by an administrator and read by everybody', async () => {
    const { admin, alice } = await world.company.standard();
    const id = await add(admin, '风电');
    expect(await read(alice, id)).toMatchObject({ kind, name: '风电', active: true });
    const params = { kind, id };
    await world.call(admin, updateDictionaryEntry, { params, body: { name: '风电设备', position: 0 } });
    await world.call(admin, updateDictionaryEntry, { params, body: { active: false } });
    expect(await read(alice, id)).toMatchObject({ name: '风电设备', position: 0, active: false });
  });

  it('put a new entry at the end', async () => {
    const { admin } = await world.company.standard();
    const [first, second] = [await add(admin, '甲'), await add(admin, '乙')];
    const positions = [await read(admin, first), await read(admin, second)].map((entry) => entry?.position ?? 0);
    expect(positions[1]).toBe((positions[0] ?? 0) + 1);
  });

  it('refuse a second entry of the same name, also by renaming and in other width', async () => {
    const { admin } = await world.company.standard();
    await add(admin, 'AI');
    const taken = { status: 409, problem: { code: 'dictionary.name_taken' } };
    expect(await world.call(admin, createDictionaryEntry, { params: { kind }, body: { name: 'ＡＩ' } })).toMatchObject(
      taken,
    );
    const id = await add(admin, '别的');
    expect(
      await world.call(admin, updateDictionaryEntry, { params: { kind, id }, body: { name: 'ai' } }),
    ).toMatchObject(taken);
  });

  it('are closed to people without the right, and to nobody in particular', async () => {
    const { alice } = await world.company.standard();
    const input = { params: { kind }, body: { name: '风电' } };
    expect((await world.call(alice, createDictionaryEntry, input)).status).toBe(403);
    expect((await world.call(null, createDictionaryEntry, input)).status).toBe(401);
    expect((await world.call(null, listDictionaries)).status).toBe(401);
  });

  it('answer 404 for an entry of another list and 400 for an empty name', async () => {
    const { admin } = await world.company.standard();
    const id = await add(admin, '风电');
    expect(
      (await world.call(admin, updateDictionaryEntry, { params: { kind: 'source', id }, body: { active: false } }))
        .status,
    ).toBe(404);
    expect((await world.call(admin, createDictionaryEntry, { params: { kind }, body: { name: '  ' } })).status).toBe(
      400,
    );
  });

  it('record every change with before and after', async () => {
    const { admin } = await world.company.standard();
    const id = await add(admin, '风电');
    await world.call(admin, updateDictionaryEntry, { params: { kind, id }, body: { active: false } });
    const row = await firstRow(events, world.kernel.db('events').where({ name: 'dictionary.changed', subject_id: id }));
    expect(row?.changes).toEqual([{ field: 'active', label: '启用', before: '启用', after: '停用' }]);
  });
});
