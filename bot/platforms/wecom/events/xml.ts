import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  processEntities: false,
  isArray: (name) => listElements.has(name),
});

/** Elements that may stand several times; both spellings of the documents (doc 90240). */
const listElements = new Set(['SelectedItem', 'OptionId', 'OpitonId']);

const xmlRoot = z.looseObject({ xml: z.record(z.string(), z.unknown()) });

/** The elements below `<xml>`, or null when it is not such a document or declares anything (DOCTYPE, entities, comments). */
export function readXml(text: string): Record<string, unknown> | null {
  if (hasDeclaration(text)) return null;
  try {
    const parsed = xmlRoot.safeParse(parser.parse(text));
    return parsed.success ? parsed.data.xml : null;
  } catch {
    return null;
  }
}

/** `<!` outside of CDATA. Walks once over the text, whatever it contains. */
function hasDeclaration(text: string): boolean {
  let at = text.indexOf('<!');
  while (at >= 0) {
    if (!text.startsWith('<![CDATA[', at)) return true;
    const end = text.indexOf(']]>', at);
    if (end < 0) return true;
    at = text.indexOf('<!', end);
  }
  return false;
}
