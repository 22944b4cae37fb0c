import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** Parsed XML: text, or elements by name; repeated ones as an array. */
export type XmlTree = { [name: string]: XmlTree | string | (XmlTree | string)[] };

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: true,
  processEntities: false,
});

const envelope = z.object({
  xml: z.object({ Encrypt: z.string(), MsgSignature: z.string(), TimeStamp: z.string(), Nonce: z.string() }),
});

/** The sealed answer of reference 4.7. */
export function readEnvelope(text: string): { sealed: string; signature: string; timestamp: string; nonce: string } {
  const { xml } = envelope.parse(parser.parse(text));
  return { sealed: xml.Encrypt, signature: xml.MsgSignature, timestamp: xml.TimeStamp, nonce: xml.Nonce };
}

/** What was sealed inside: the content of its `<xml>`. */
export function readReply(text: string): XmlTree {
  const tree = parser.parse(text) as { xml?: XmlTree };
  if (!tree.xml || typeof tree.xml !== 'object') throw new Error('no xml element');
  return tree.xml;
}
