import type { EChartsOption } from 'echarts';
import { formatShort } from '../../../contract/money.ts';
import { conversions, headlineOf, stageLabel, type DigestFacts } from '../digest.ts';

export const pictureWidth = 1080;
const margin = 48;
const labelWidth = 180;
const amountWidth = 290;
const barHeight = 32;
const headHeight = 176;
const titleHeight = 70;
const mostPeople = 12;

const ink = '#1F2329';
const muted = '#646A73';
const track = '#EEF0F3';
const blue = '#267EF0';
const green = '#2FA36B';

interface Bar {
  label: string;
  value: number;
  /** Said at the right edge. */
  text: string;
  /** Said in grey above the bar: how much came on from the one before. */
  above?: string;
}
interface Section {
  title: string;
  color: string;
  rowHeight: number;
  top: number;
  bars: Bar[];
}

/** The digest as a chart description and its height: the funnel with its conversions, then the week's contacts by person; every bar says its own value. */
export const chartOption = (facts: DigestFacts, day: string): { option: EChartsOption; height: number } => {
  const funnel = { title: '在谈商机', color: blue, rowHeight: 76, top: headHeight, bars: funnelBars(facts) };
  const week = { title: '本周跟进', color: green, rowHeight: 58, top: bottomOf(funnel), bars: weekBars(facts) };
  const sections: Section[] = week.bars.length > 0 ? [funnel, week] : [funnel];
  const texts = [
    text(`${cut(facts.department, 16)} · 日报`, margin, 62, { size: 44, bold: true }),
    text(cut(`${day}  ${headlineOf(facts)}`, 35), margin, 124, { size: 28, color: muted }),
    ...sections.flatMap(sectionTexts),
  ];
  return {
    height: bottomOf(sections.at(-1) ?? funnel),
    option: {
      animation: false,
      backgroundColor: '#FFFFFF',
      grid: sections.map(gridOf),
      xAxis: sections.map(({ bars }, gridIndex) => ({
        type: 'value',
        gridIndex,
        show: false,
        max: Math.max(1, ...bars.map((bar) => bar.value)),
      })),
      yAxis: sections.map(({ bars }, gridIndex) => ({
        type: 'category',
        gridIndex,
        show: false,
        inverse: true,
        data: bars.map((bar) => bar.label),
      })),
      series: sections.map(barsOf),
      graphic: texts,
    },
  };
};

const bottomOf = ({ top, rowHeight, bars }: Section): number => top + titleHeight + bars.length * rowHeight + 36;

const gridOf = ({ top, rowHeight, bars }: Section) => ({
  left: margin + labelWidth,
  right: margin + amountWidth,
  top: top + titleHeight,
  height: bars.length * rowHeight,
});

const barsOf = ({ color, bars }: Section, index: number) => ({
  type: 'bar' as const,
  xAxisIndex: index,
  yAxisIndex: index,
  barWidth: barHeight,
  showBackground: true,
  backgroundStyle: { color: track, borderRadius: 6 },
  itemStyle: { color, borderRadius: 6 },
  data: bars.map((bar) => bar.value),
});

const sectionTexts = ({ title, top, rowHeight, bars }: Section) => [
  text(title, margin, top + 34, { size: 34, bold: true }),
  ...bars.flatMap((bar, index) => {
    const middle = top + titleHeight + (index + 0.5) * rowHeight;
    return [
      text(cut(bar.label, 5.8), margin, middle, { size: 28 }),
      text(bar.text, pictureWidth - margin, middle, { size: 28, align: 'right' }),
      ...(bar.above ? [text(bar.above, margin + labelWidth, middle - rowHeight / 2, { size: 22, color: muted })] : []),
    ];
  }),
];

const text = (
  words: string,
  x: number,
  y: number,
  style: { size: number; bold?: boolean; color?: string; align?: 'right' },
) => ({
  type: 'text' as const,
  silent: true,
  x,
  y,
  style: {
    text: words,
    fontSize: style.size,
    fontWeight: style.bold ? ('bold' as const) : ('normal' as const),
    fill: style.color ?? ink,
    align: style.align ?? ('left' as const),
    verticalAlign: 'middle' as const,
  },
});

/** At most so many widths of a Chinese character. */
const cut = (words: string, widths: number): string => {
  let room = widths;
  let kept = '';
  for (const character of words) {
    room -= /[\u0000-\u00ff]/.test(character) ? 0.55 : 1;
    if (room < 0) return `${kept.slice(0, -1)}…`;
    kept += character;
  }
  return words;
};

const funnelBars = ({ funnel }: DigestFacts): Bar[] => {
  const shares = conversions(funnel);
  return funnel.map(({ stage, count, amount }, index) => ({
    label: stageLabel(stage),
    value: count,
    text: count === 0 ? '0' : `${count} 个  ${formatShort(amount)}`,
    ...(shares[index] !== null && { above: `↓ ${shares[index]}%` }),
  }));
};

const weekBars = ({ week }: DigestFacts): Bar[] => {
  const bars = week.slice(0, mostPeople).map(({ name, count }) => ({ label: name, value: count, text: `${count} 次` }));
  const rest = week.slice(mostPeople);
  if (rest.length === 0) return bars;
  const sum = rest.reduce((total, row) => total + row.count, 0);
  return [...bars, { label: `其余${rest.length}人`, value: 0, text: `共 ${sum} 次` }];
};
