import { type XmlField } from '../state.ts';

/** `<xml>…</xml>` with text in CDATA and numbers bare, as the platform writes it. */
export function writeXml(fields: XmlField[]): string {
  return `<xml>${fields.map(writeField).join('')}</xml>`;
}

function writeField([name, value]: XmlField): string {
  if (Array.isArray(value)) return `<${name}>${value.map(writeField).join('')}</${name}>`;
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}
