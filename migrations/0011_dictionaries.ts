import type { Knex } from 'knex';

/** What a company that sells to manufacturers and other businesses starts with; its administrator edits it from there. */
const beginnings = {
  industry: [
    '装备制造',
    '汽车及零部件',
    '电子信息',
    '电力与新能源',
    '化工与材料',
    '冶金矿产',
    '食品饮料',
    '医药与医疗器械',
    '纺织服装',
    '建筑与建材',
    '交通物流',
    '软件与互联网',
    '金融服务',
    '商贸零售',
    '教育科研',
    '政府与公共事业',
    '农林牧渔',
    '其他',
  ],
  source: [
    '老客户推荐',
    '主动开发',
    '展会',
    '官网咨询',
    '搜索与广告',
    '招投标平台',
    '渠道与代理商',
    '合作伙伴',
    '市场活动',
    '电话来访',
    '其他',
  ],
  loss_reason: [
    '价格过高',
    '选择竞争对手',
    '客户预算取消',
    '项目推迟或终止',
    '产品不满足需求',
    '交期不满足',
    '付款条件谈不拢',
    '关系不到位',
    '客户自行解决',
    '其他',
  ],
  win_reason: [
    '产品性能领先',
    '价格有优势',
    '方案贴合需求',
    '服务与响应',
    '品牌与口碑',
    '客户关系',
    '交期有保障',
    '其他',
  ],
} as const;

/** Lists an administrator edits. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.createTable('dictionary_entries', (t) => {
    t.bigInteger('id').notNullable().primary();
    t.string('kind', 20).notNullable();
    t.string('name', 30).notNullable();
    t.boolean('active').notNullable();
    t.integer('position').notNullable();
    t.datetime('created_at', { precision: 3 }).notNullable();
    t.datetime('updated_at', { precision: 3 }).notNullable();
    t.unique(['kind', 'name'], { indexName: 'dictionary_entries_name' });
    t.index(['kind', 'position', 'id'], 'dictionary_entries_order');
  });
  const now = new Date();
  const rows = Object.entries(beginnings).flatMap(([kind, names], list) =>
    names.map((name, position) => ({
      id: 1000 * (list + 1) + position,
      kind,
      name,
      active: true,
      position,
      created_at: now,
      updated_at: now,
    })),
  );
  await knex('dictionary_entries').insert(rows);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('dictionary_entries');
};
