// node scripts/tsx.mjs examples/sales-pipeline/build-company.ts folder/sales_teams.csv company.json
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';

interface TeamRow {
  sales_agent: string;
  manager: string;
  regional_office: string;
}

/** The file names nobody above the managers. */
export const director = 'Morgan Hale';

/** A company for the simulator from the text of sales_teams.csv: offices below the company, teams below offices, managers leading teams. */
export const buildCompany = (csv: string) => {
  const rows = parse<TeamRow>(csv, { bom: true, columns: true, trim: true, skip_empty_lines: true });
  const offices = distinct(rows.map((row) => row.regional_office)).map((name, index) => ({ id: 10 + index, name }));
  const teams = distinct(rows.map((row) => row.manager)).map((manager, index) => {
    const office = rows.find((row) => row.manager === manager)?.regional_office ?? '';
    return { id: 100 + index, manager, parentId: offices.find((one) => one.name === office)?.id ?? 1 };
  });
  return {
    company: { name: 'Hardware Sales' },
    departments: [
      { id: 1, name: 'Hardware Sales' },
      ...offices.map(({ id, name }) => ({ id, parentId: 1, name: `${name} 大区` })),
      ...teams.map(({ id, parentId, manager }) => ({ id, parentId, name: `${manager} 组` })),
    ],
    people: [
      { ...person(director, 1, '销售总监'), leaderOf: [1] },
      ...teams.map(({ id, manager }) => ({
        ...person(manager, id, '销售经理'),
        leaderOf: [id],
        directLeader: accountOf(director),
      })),
      ...rows.map((row) => ({
        ...person(row.sales_agent, teams.find((team) => team.manager === row.manager)?.id ?? 1, '销售'),
        directLeader: accountOf(row.manager),
      })),
    ],
  };
};

const person = (name: string, departmentId: number, position: string) => ({
  userid: accountOf(name),
  name,
  departments: [departmentId],
  position,
});

/** `Mei-Mei Johns` → `mei-mei.johns` */
const accountOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9-]+/g, '.');

const distinct = (texts: string[]): string[] => [...new Set(texts)];

const [teams, target] = process.argv.slice(2);
if (teams && target && import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const company = buildCompany(await readFile(teams, 'utf8'));
  await writeFile(target, `${JSON.stringify(company, null, 2)}\n`);
  process.stdout.write(`${target}: ${company.people.length} people, ${company.departments.length} departments\n`);
}
