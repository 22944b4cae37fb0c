import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

const fontFile = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

interface Typeface {
  unitsPerEm: number;
  /** How far the baseline lies below the middle of a line, in units. */
  drop: number;
  glyph(character: string): { path: string; advance: number };
}

let typeface: Promise<Typeface> | undefined;

/** The parser's own writer leaves strokes out where a contour ends beside its beginning. */
const say = (step: opentype.PathCommand): string => {
  switch (step.type) {
    case 'M':
    case 'L':
      return `${step.type}${step.x} ${step.y}`;
    case 'Q':
      return `Q${step.x1} ${step.y1} ${step.x} ${step.y}`;
    case 'C':
      return `C${step.x1} ${step.y1} ${step.x2} ${step.y2} ${step.x} ${step.y}`;
    case 'Z':
      return 'Z';
  }
};

const loadTypeface = async (): Promise<Typeface> => {
  const bytes = await readFile(createRequire(import.meta.url).resolve(fontFile));
  const font = opentype.parse(new Uint8Array(bytes).buffer, { lowMemory: true });
  const known = new Map<string, { path: string; advance: number }>();
  const read = (character: string): { path: string; advance: number } => {
    const glyph = font.charToGlyph(character);
    const path = glyph.getPath(0, 0, font.unitsPerEm).commands.map(say).join('');
    return { path, advance: glyph.advanceWidth ?? font.unitsPerEm };
  };
  return {
    unitsPerEm: font.unitsPerEm,
    drop: font.unitsPerEm * 0.36,
    glyph: (character) => {
      const found = known.get(character) ?? read(character);
      known.set(character, found);
      return found;
    },
  };
};

/**
 * Turns the texts of a chart's SVG into outlines, so that drawing needs no font: the renderer would map the whole font file
 * anew for every text. The font is read once. Understands the one form in which the charts' library writes texts.
 */
export const outlineTexts = async (svg: string): Promise<string> => {
  typeface ??= loadTypeface();
  const face = await typeface;
  return svg.replace(/<text ([^>]*)>([^<]*)<\/text>/g, (_, attributes: string, words: string) =>
    outline(face, attributes, unescapeXml(words)),
  );
};

const outline = (face: Typeface, attributes: string, words: string): string => {
  const read = (pattern: RegExp): string => pattern.exec(attributes)?.[1] ?? '';
  const size = Number(read(/font-size:([\d.]+)px/)) || 12;
  const [x, y] = read(/translate\(([^)]*)\)/)
    .split(/[ ,]+/)
    .map(Number);
  const scale = size / face.unitsPerEm;
  const glyphs = [...words].map((character) => face.glyph(character));
  const width = glyphs.reduce((sum, glyph) => sum + glyph.advance, 0);
  const start = /text-anchor="end"/.test(attributes)
    ? -width
    : /text-anchor="middle"/.test(attributes)
      ? -width / 2
      : 0;
  const left = (x ?? 0) + Number(read(/ x="([-\d.]+)"/)) + start * scale;
  const baseline = (y ?? 0) + Number(read(/ y="([-\d.]+)"/)) + face.drop * scale;
  const fill = read(/fill="([^"]+)"/) || '#000';
  const bold = /font-weight:bold/.test(attributes) ? ` stroke="${fill}" stroke-width="${face.unitsPerEm * 0.03}"` : '';
  let at = 0;
  const paths = glyphs.map(({ path, advance }) => {
    const placed = path && `<path transform="translate(${at} 0)" d="${path}"/>`;
    at += advance;
    return placed;
  });
  return `<g fill="${fill}"${bold} transform="translate(${left} ${baseline}) scale(${scale})">${paths.join('')}</g>`;
};

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const unescapeXml = (words: string): string =>
  words.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
