import { randomInt, randomUUID } from 'node:crypto';

const cities = ['苏州', '无锡', '宁波', '东莞', '佛山', '青岛', '合肥', '长沙'];
const trades = ['精密机械', '电子科技', '汽车配件', '包装材料', '智能装备', '食品机械'];
const firstHan = 0x4e00;
const pick = <T>(from: readonly T[]): T => from[randomInt(from.length)] as T;
const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** A company name nobody else has: four random characters between city and trade. */
const companyName = (): string => {
  const own = Array.from({ length: 4 }, () => String.fromCharCode(firstHan + randomInt(6000))).join('');
  return `${pick(cities)}${own}${pick(trades)}有限公司`;
};

/** The submit of the H5's form: who it is, how to reach them, nothing else filled in; a key of its own. */
export const nextRequest = (): { headers: Record<string, string>; body: string } => ({
  headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  body: JSON.stringify({
    name: companyName(),
    kind: 'customer',
    level: pick(['a', 'b', 'c', 'd']),
    industryId: null,
    sourceId: null,
    region: '320500',
    address: null,
    size: 'medium',
    phone: `0512-6${digits(7)}`,
    website: null,
    creditCode: null,
    parentId: null,
    note: null,
    contacts: [],
  }),
});
