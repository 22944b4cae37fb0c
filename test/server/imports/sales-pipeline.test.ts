import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { director } from '../../../examples/sales-pipeline/build-company.ts';
import { getCustomer, listCustomers } from '../../../server/contract/customers.ts';
import { getFunnel, getOpportunity, listOpportunities } from '../../../server/contract/opportunities.ts';
import { freshDatabaseUrl } from '../../setup/database.ts';
import {
  dataFolder,
  openCompany,
  readRows,
  runImporter,
  totalsOf,
  type Company,
  type PipelineRow,
  type TeamRow,
} from './sales-pipeline.ts';

const isThere = existsSync(dataFolder);
if (!isThere) process.stderr.write(`SKIPPED: the sales pipeline is not imported, ${dataFolder} is missing\n`);

describe.skipIf(!isThere)('the sales pipeline, imported into the synced company', () => {
  const teams = isThere ? readRows<TeamRow>('sales_teams.csv') : [];
  const pipeline = isThere ? readRows<PipelineRow>('sales_pipeline.csv') : [];
  const managers = [...new Set(teams.map((row) => row.manager))];
  const errorFile = join(mkdtempSync(join(tmpdir(), 'import-')), 'errors.csv');
  let company: Company;
  let killed: { code: number | null; opportunities: number };
  let continued: Awaited<ReturnType<typeof runImporter>>;
  let before: unknown;
  let repeated: Awaited<ReturnType<typeof runImporter>>;

  const count = async (table: string, where: object = {}): Promise<number> => {
    const rows: { count: unknown }[] = await company.product.kernel.db(table).where(where).count({ count: '*' });
    return Number(rows[0]?.count);
  };
  const snapshot = async () => {
    const tables = ['products', 'customers', 'opportunities', 'opportunity_lines', 'opportunity_stages', 'import_rows'];
    const [[sums]] = (await company.product.kernel.db.raw(
      'select sum(version) as versions, sum(amount) as amount, max(updated_at) as updated from opportunities',
    )) as [[object]];
    return { sums, rows: await Promise.all(tables.map((table) => count(table))) };
  };

  beforeAll(async () => {
    const url = await freshDatabaseUrl('pipeline');
    company = await openCompany(url);
    const { code } = await runImporter(url, [], async () => (await count('opportunities')) >= 1500);
    killed = { code, opportunities: await count('opportunities') };
    continued = await runImporter(url, ['--errors', errorFile]);
    before = await snapshot();
    repeated = await runImporter(url, ['--errors', errorFile]);
  }, 240_000);
  afterAll(() => company?.close());

  it('goes on after a kill -9 where it was, in whole batches', () => {
    expect(killed.code).toBeNull();
    expect(killed.opportunities).toBeGreaterThan(0);
    expect(killed.opportunities).toBeLessThan(8800);
    expect(continued.output).toContain('从断点继续');
    expect(continued.output).toContain(`新增 ${8800 - killed.opportunities},已有 ${killed.opportunities},未导入 0`);
    expect(continued.code).toBe(0);
  });

  it('has every row of every file in the CRM and none in the error file', async () => {
    expect(await count('opportunities')).toBe(pipeline.length);
    expect(await count('customers')).toBe(85);
    expect(await count('products')).toBe(7);
    expect(await count('import_rows', { kind: 'opportunity' })).toBe(8800);
    expect(continued.output).toContain('sales_teams.csv     同事 35 行:新增 0,已有 35,未导入 0');
    expect(readFileSync(errorFile, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('changes nothing when it is run again', async () => {
    expect(repeated.code).toBe(0);
    expect(repeated.output).toContain('新增 0,已有 8800,未导入 0');
    expect(await snapshot()).toEqual(before);
  });

  it.each(managers)("shows %s the totals of the file for the manager's team", async (manager) => {
    const agents = new Set(teams.filter((row) => row.manager === manager).map((row) => row.sales_agent));
    const expected = totalsOf(pipeline.filter((row) => agents.has(row.sales_agent)));
    const id = await company.person(manager);
    const funnel = await company.call(id, getFunnel, {});
    const won = await company.call(id, listOpportunities, { query: { state: 'won' } });
    expect(funnel.won).toEqual({ count: expected.won, amount: expected.wonAmount });
    expect(funnel.lost.count).toBe(expected.lost);
    expect(funnel.stages.reduce((sum, one) => sum + one.count, 0)).toBe(expected.open);
    expect(won.amount).toBe(expected.wonAmount);
  });

  it('shows the director the totals of the whole file', async () => {
    const expected = totalsOf(pipeline);
    const funnel = await company.call(await company.person(director), getFunnel, {});
    expect(funnel.won).toEqual({ count: 4238, amount: expected.wonAmount });
    expect(expected.wonAmount).toBe(1_000_553_400);
    expect(funnel.lost.count).toBe(2473);
    expect(funnel.stages.reduce((sum, one) => sum + one.count, 0)).toBe(2089);
  });

  it('leaves five people of the team list with nothing', async () => {
    const owners = await company.product.kernel
      .db('people')
      .whereIn(
        'name',
        teams.map((row) => row.sales_agent),
      )
      .whereNotIn('id', company.product.kernel.db('opportunities').select('owner_id'));
    expect(owners).toHaveLength(5);
  });

  it('keeps the days, the price and the stage a closed opportunity had', async () => {
    const boss = await company.person(director);
    const found = await company.call(boss, listOpportunities, { query: { keyword: '1C1I7A6R' } });
    const detail = await company.call(boss, getOpportunity, { params: { id: found.items[0]?.id ?? '' } });
    expect(detail).toMatchObject({
      name: 'GTX Plus Basic 1C1I7A6R',
      customer: { name: 'Cancity' },
      owner: { name: 'Moses Frase' },
      state: 'won',
      closedOn: '2017-03-01',
      amount: 105_400,
      lines: [{ product: 'GTX Plus Basic', listPrice: 109_600, agreedPrice: 105_400 }],
      stageHistory: [
        { stage: 'negotiation', enteredAt: '2016-10-19T16:00:00.000Z', leftAt: '2017-02-28T16:00:00.000Z', days: 132 },
      ],
    });
  });

  it('corrects the sector, finds the parent, and gives an account to its busiest salesperson', async () => {
    const boss = await company.person(director);
    const found = await company.call(boss, listCustomers, { query: { keyword: 'Bluth' } });
    const detail = await company.call(boss, getCustomer, { params: { id: found.items[0]?.id ?? '' } });
    const ofBluth = pipeline.filter((row) => row.account === 'Bluth Company');
    const rowsOf = (agent: string | undefined) => ofBluth.filter((row) => row.sales_agent === agent).length;
    const most = Math.max(...ofBluth.map((row) => rowsOf(row.sales_agent)));
    expect(detail).toMatchObject({ industry: '电子信息', size: 'huge', parent: { name: 'Acme Corporation' } });
    expect(rowsOf(detail.owner?.name)).toBe(most);
    expect(detail.figures.wonAmount).toBe(totalsOf(ofBluth).wonAmount);
  });

  it('imports opportunities without an account as such', async () => {
    expect(await count('opportunities', { customer_id: null })).toBe(1425);
  });
});
