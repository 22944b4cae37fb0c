import { importsOf, type SourceFile } from './source-tree.ts';

/** A rule about one file. Returns what is wrong with it, in a line each. `planted` must be reported, or the rule bites nothing. */
export interface Rule {
  name: string;
  check(file: SourceFile): string[];
  planted: SourceFile[];
}

const isProject = (path: string): boolean => /^(server|bot|h5|migrations|simulator|scripts|bench|test)\//.test(path);
const moduleOf = (path: string): string | null => /^server\/modules\/([^/]+)\//.exec(path)?.[1] ?? null;

/** Imports of files under `from` must satisfy `allowed`. */
const importRule = (
  name: string,
  applies: (path: string) => boolean,
  allowed: (target: string, from: string) => boolean,
  planted: { path: string; imports: string }[],
): Rule => ({
  name,
  check: (file) =>
    applies(file.path)
      ? importsOf(file)
          .filter((target) => !allowed(target, file.path))
          .map((target) => `${file.path} imports ${target}`)
      : [],
  planted: planted.map(({ path, imports }) => ({ path, text: `import { x } from '${imports}';` })),
});

/** Which modules a module may know, by index only; arrows go one way. */
const moduleArrows: Record<string, readonly string[]> = {
  org: [],
  approvals: ['org'],
  messages: ['org'],
  handover: ['org', 'approvals'],
  customers: ['org', 'approvals'],
  catalogue: ['org'],
  opportunities: ['org', 'customers', 'catalogue', 'approvals'],
  activities: ['org', 'customers', 'opportunities', 'files', 'approvals'],
  files: ['org'],
  admin: ['org'],
  reminders: ['org', 'messages', 'customers', 'opportunities'],
  reports: ['org', 'messages'],
  insight: ['org', 'customers', 'opportunities', 'activities', 'approvals'],
  imports: ['org', 'customers', 'catalogue', 'opportunities', 'activities', 'admin'],
};

const modulesKnowEachOtherByIndex: Rule = {
  name: 'a module imports other modules only by their index, and only along the arrows',
  check: (file) => {
    const own = moduleOf(file.path);
    if (!own) return [];
    if (!(own in moduleArrows)) return [`${file.path}: module ${own} has no arrows declared`];
    return importsOf(file).flatMap((target) => {
      const other = moduleOf(target);
      if (!other || other === own) return [];
      if (target !== `server/modules/${other}/index.ts`) return [`${file.path} reaches into ${target}`];
      return moduleArrows[own]?.includes(other) ? [] : [`${file.path} may not know ${other}`];
    });
  },
  planted: [
    { path: 'server/modules/customers/queries.ts', text: "import { x } from '../org/store.ts';" },
    { path: 'server/modules/org/people.ts', text: "import { x } from '../customers/index.ts';" },
    { path: 'server/modules/mystery/index.ts', text: '' },
  ],
};

const textRule = (
  name: string,
  applies: (path: string) => boolean,
  forbidden: RegExp,
  planted: SourceFile[],
): Rule => ({
  name,
  check: (file) =>
    applies(file.path)
      ? (file.text.match(forbidden) ?? []).slice(0, 3).map((found) => `${file.path} says ${found.trim()}`)
      : [],
  planted,
});

export const rules: Rule[] = [
  importRule(
    'contract is a leaf: zod and itself',
    (path) => path.startsWith('server/contract/'),
    (target) => target === 'zod' || target.startsWith('server/contract/'),
    [{ path: 'server/contract/x.ts', imports: '../kernel/work.ts' }],
  ),
  importRule(
    'the kernel knows no module, no bot and no adapter',
    (path) => path.startsWith('server/kernel/'),
    (target) =>
      !isProject(target) ||
      target.startsWith('server/kernel/') ||
      target.startsWith('server/contract/') ||
      target.startsWith('server/ports/'),
    [{ path: 'server/kernel/x.ts', imports: '../modules/org/index.ts' }],
  ),
  importRule(
    'ports speak in terms of the contract (and of work, for subjects)',
    (path) => path.startsWith('server/ports/'),
    (target) =>
      target.startsWith('server/contract/') || target.startsWith('server/ports/') || target === 'server/kernel/work.ts',
    [{ path: 'server/ports/x.ts', imports: '../modules/org/index.ts' }],
  ),
  modulesKnowEachOtherByIndex,
  importRule(
    'modules stay inside the server',
    (path) => path.startsWith('server/modules/'),
    (target) => !isProject(target) || target.startsWith('server/'),
    [{ path: 'server/modules/org/x.ts', imports: '../../../bot/main.ts' }],
  ),
  importRule(
    'only the wiring knows both the modules and the bot',
    (path) =>
      path.startsWith('server/') && !['server/compose.ts', 'server/main.ts', 'server/foundations.ts'].includes(path),
    (target) => !target.startsWith('bot/'),
    [{ path: 'server/app.ts', imports: '../bot/main.ts' }],
  ),
  importRule(
    'the bot sees contract, kernel, ports and module indexes',
    (path) => path.startsWith('bot/') && !path.startsWith('bot/platforms/'),
    (target) =>
      !isProject(target) ||
      /^(bot|server\/(contract|kernel|ports))\//.test(target) ||
      /^server\/modules\/[^/]+\/index\.ts$/.test(target),
    [
      { path: 'bot/x.ts', imports: '../server/modules/org/store.ts' },
      { path: 'bot/x.ts', imports: '../server/compose.ts' },
    ],
  ),
  importRule(
    'platform adapters see the ports and themselves',
    (path) => path.startsWith('bot/platforms/'),
    (target, from) =>
      !isProject(target) ||
      target.startsWith('server/ports/') ||
      target.startsWith('server/contract/') ||
      (target.startsWith('bot/platforms/') && sameRoom(target, from)),
    [
      { path: 'bot/platforms/wecom/x.ts', imports: '../../../server/kernel/work.ts' },
      { path: 'bot/platforms/wecom/x.ts', imports: '../dingtalk/client.ts' },
    ],
  ),
  importRule(
    'H5 sees the contract and itself',
    (path) => path.startsWith('h5/'),
    (target) => !isProject(target) || target.startsWith('h5/') || target.startsWith('server/contract/'),
    [{ path: 'h5/x.ts', imports: '../server/kernel/work.ts' }],
  ),
  importRule(
    'the simulator shares no code with the product',
    (path) => path.startsWith('simulator/'),
    (target) => !isProject(target) || target.startsWith('simulator/'),
    [{ path: 'simulator/x.ts', imports: '../server/contract/page.ts' }],
  ),
  importRule(
    'the product does not know the simulator',
    (path) => /^(server|bot|h5|migrations)\//.test(path),
    (target) => !target.startsWith('simulator/'),
    [{ path: 'bot/x.ts', imports: '../simulator/simulator.ts' }],
  ),
  importRule(
    'migrations import nothing of the project',
    (path) => path.startsWith('migrations/'),
    (target) => !isProject(target),
    [{ path: 'migrations/0001_x.ts', imports: '../server/kernel/table.ts' }],
  ),
  importRule(
    'pure files of a module do no I/O',
    (path) => /^server\/modules\/[^/]+\/(policy|customer|opportunity|flow|chart|discount|diff)\.ts$/.test(path),
    (target) =>
      !['knex', 'koa', 'mysql2'].includes(target) &&
      !target.startsWith('server/ports/') &&
      !/kernel\/(rows|transaction|database|list|http)\.ts$/.test(target),
    [{ path: 'server/modules/customers/policy.ts', imports: '../../kernel/rows.ts' }],
  ),
  importRule(
    'commands reach no network port',
    (path) => /^server\/modules\/[^/]+\/commands\//.test(path),
    (target) => !/^server\/ports\/(chat|directory|login|external-contacts|platform)\.ts$/.test(target),
    [{ path: 'server/modules/org/commands/x.ts', imports: '../../../ports/directory.ts' }],
  ),
  importRule(
    'only the HTTP kernel sees Koa',
    (path) =>
      path.startsWith('server/') && !['server/kernel/http.ts', 'server/app.ts', 'server/pages.ts'].includes(path),
    (target) => !/^(koa|@koa\/|koa-)/.test(target),
    [{ path: 'server/modules/org/routes.ts', imports: 'koa' }],
  ),
  textRule(
    'routes, events, policies, jobs and the bot ask by named queries, never by the query builder',
    (path) =>
      /^server\/modules\/[^/]+\/([a-z-]*routes|events|policy|jobs|reactions|index)\.ts$/.test(path) ||
      (path.startsWith('server/') && !/^server\/(kernel|modules)\//.test(path)) ||
      path.startsWith('bot/'),
    /\bdb(\(|\.raw\b)|\b(un)?scoped\(|\.(where|andWhere|whereIn|leftJoin|innerJoin)\(/g,
    [
      { path: 'server/modules/org/session-routes.ts', text: "work.db('people').first()" },
      { path: 'server/modules/customers/policy.ts', text: "scoped(work, customers).where('id', id)" },
      { path: 'server/app.ts', text: "kernel.db.raw('select 1')" },
      { path: 'bot/x.ts', text: "work.db('messages')" },
    ],
  ),
  textRule(
    "platform words stay in the platform's adapter",
    (path) =>
      (path.startsWith('server/') || path.startsWith('bot/')) &&
      !path.startsWith('bot/platforms/') &&
      path !== 'server/config.ts',
    /\b(userid|external_userid|unionId|msgtype|agentid|errcode|response_code|corpsecret)\b/g,
    [{ path: 'server/modules/org/x.ts', text: 'const a = { userid: 1 };' }],
  ),
  textRule(
    'H5 and bot decide nothing by a role name',
    (path) => path.startsWith('h5/') || (path.startsWith('bot/') && !path.startsWith('bot/platforms/')),
    /['"](管理员|总经理|业务人员)['"]/g,
    [{ path: 'h5/x.vue', text: "if (role === '管理员') {}" }],
  ),
  textRule(
    'only config.ts reads the environment',
    (path) => /^(server|bot|h5)\//.test(path) && path !== 'server/config.ts' && path !== 'server/main.ts',
    /process\.env/g,
    [{ path: 'server/kernel/x.ts', text: 'process.env.PORT' }],
  ),
  textRule(
    'SQL never asks the database for the time',
    (path) => /^(server|bot)\//.test(path),
    /raw\([^)]*\b(now|curdate|utc_timestamp|current_timestamp|sysdate)\(|fn\.now/gi,
    [{ path: 'server/modules/org/x.ts', text: "work.db.raw('select now(3)')" }],
  ),
  textRule(
    'no database-wide locks',
    (path) => /^(server|bot|scripts)\//.test(path),
    /['"`][^'"`\n]*\b(GET_LOCK|LOCK TABLES)\b/gi,
    [{ path: 'server/kernel/x.ts', text: "db.raw('select GET_LOCK(?, 1)')" }],
  ),
  {
    name: 'no room for odds and ends',
    check: (file) =>
      /^(server|bot|h5)\/(.*\/)?(utils?|helpers?|common|misc|types|service)(\.ts|\/)/.test(file.path)
        ? [file.path]
        : [],
    planted: [{ path: 'server/modules/org/utils.ts', text: '' }],
  },
];

const sameRoom = (target: string, from: string): boolean => {
  const room = /^bot\/platforms\/([^/]+)\//;
  const [own, other] = [room.exec(from)?.[1], room.exec(target)?.[1]];
  return own === undefined || other === undefined || own === other;
};
