import type { DigestFacts } from '../digest.ts';
import { chartOption, pictureWidth } from './chart-option.ts';
import { outlineTexts } from './outline-text.ts';

/** A digest as a PNG of 1080 px width. The chart's library is loaded with the first picture, not with the server. */
export const drawDigest = async (digest: { day: string; facts: DigestFacts }): Promise<Buffer> => {
  const { option, height } = chartOption(digest.facts, digest.day);
  const [{ init }, { renderAsync }] = await Promise.all([import('echarts'), import('@resvg/resvg-js')]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: pictureWidth, height });
  try {
    chart.setOption(option);
    const svg = await outlineTexts(chart.renderToSVGString());
    const picture = await renderAsync(svg, { font: { loadSystemFonts: false } });
    return picture.asPng();
  } finally {
    chart.dispose();
  }
};
