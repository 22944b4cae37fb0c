import { describe, expect, it } from 'vitest';
import { stageOrder } from '../../../server/contract/opportunities.ts';
import type { DigestFacts } from '../../../server/modules/reports/digest.ts';
import { drawDigest } from '../../../server/modules/reports/picture/draw-digest.ts';
import { outlineTexts } from '../../../server/modules/reports/picture/outline-text.ts';

const figure = { today: 1, before: 0, month: 1 };
const facts = (people: number): DigestFacts => ({
  department: '华东区域销售中心第一事业部大客户组',
  figures: {
    follow_ups: figure,
    new_customers: figure,
    new_opportunities: figure,
    new_amount: figure,
    won: figure,
    won_amount: figure,
    lost: figure,
    open_amount: figure,
  },
  funnel: stageOrder.map((stage, index) => ({ stage, count: 20 - index, amount: 123_456_789 })),
  week: Array.from({ length: people }, (_, index) => ({
    personId: String(index),
    name: `王小明${index}`,
    count: people - index,
  })),
});
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

describe('the picture of a digest', () => {
  it('is 1080 pixels wide, below two megabytes, and no longer for fifty people than for thirteen', async () => {
    const [few, many, crowd] = await Promise.all(
      [3, 13, 50].map((people) => drawDigest({ day: '2026-03-11', facts: facts(people) })),
    );
    if (!few || !many || !crowd) throw new Error('three pictures');
    for (const png of [few, many, crowd]) {
      expect(sizeOf(png)[0]).toBe(1080);
      expect(png.length).toBeLessThan(2 * 1024 * 1024);
    }
    expect(sizeOf(many)[1]).toBeGreaterThan(sizeOf(few)[1]);
    expect(sizeOf(crowd)[1]).toBe(sizeOf(many)[1]);
  }, 30_000);

  it('is drawn without a week when nobody was in touch', async () => {
    expect(sizeOf(await drawDigest({ day: '2026-03-11', facts: facts(0) }))[0]).toBe(1080);
  }, 30_000);
});

describe('texts in a picture', () => {
  it('become outlines at their place, what people typed included', async () => {
    const svg =
      '<svg><text text-anchor="end" style="font-size:28px;" transform="translate(100 50)" fill="#123456">明 &lt;b&gt;</text></svg>';
    const outlined = await outlineTexts(svg);
    expect(outlined).not.toContain('<text');
    expect(outlined.match(/<path /g)).toHaveLength(4);
    const left = Number(/translate\(([-\d.]+) /.exec(outlined)?.[1]);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(100);
  });
});
