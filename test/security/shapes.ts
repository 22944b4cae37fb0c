import fc from 'fast-check';
import { z } from 'zod';

/** The part of JSON Schema that zod's own translation of our contracts uses. */
interface Shape {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  oneOf?: Shape[];
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

/** Text a field may well accept, that means something to a database, a file system, a template, a browser or a spreadsheet. */
export const payloads = [
  "' OR '1'='1' -- ",
  "'; DROP TABLE customers; -- ",
  '1) UNION SELECT token_hash FROM sessions -- ',
  '" or sleep(5) or "',
  '%\\_%%__',
  '../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '${7*7}{{7*7}}<%= 7*7 %>',
  '=HYPERLINK("https://evil.example","点我")',
  '<@all>[点我](https://evil.example)',
  '$(id)`id`|id',
  'name\r\nSet-Cookie: x=1',
  '😀\u202e\u0000\ufeff',
  'İıßſ\u0130',
  '\ud800',
] as const;

/** Values of the wrong type, size or depth. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  9007199254740993,
  0.1,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  { $gt: '' },
  { toString: 'x' },
  { length: 1e9 },
  'x'.repeat(100_000),
  Array.from({ length: 5000 }, (_, index) => index),
  ...payloads,
];

/** Queries that use one field each beside the required ones, so that no way through a list depends on luck; `words` go where people search. */
export const oneFieldEach = (
  schema: z.ZodType,
  ids: readonly string[],
  words: readonly string[],
): fc.Arbitrary<object>[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const always = Object.fromEntries(required.map((name) => [name, valueOf(properties[name] ?? {}, ids)]));
  return Object.entries(properties).flatMap(([name, part]) => {
    const values = name === 'keyword' ? words.map((word) => fc.constant(word)) : [valueOf(part, ids)];
    return values.map((value) => fc.record({ ...always, [name]: value }));
  });
};

const digits = '^\\d{1,19}$';

/** Something the schema accepts, as far as its shape tells; ids come from `ids`. */
export const fitting = (schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<unknown> =>
  valueOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, ids);

/** The same with one text wherever free text may stand. */
export const saying = (schema: z.ZodType, ids: readonly string[], text: string): fc.Arbitrary<unknown> =>
  fitting(schema, ids).map((value) => (isObject(value) ? replaceTexts(value, schema, text) : value));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const replaceTexts = (value: Record<string, unknown>, schema: z.ZodType, text: string): Record<string, unknown> => {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const free = Object.entries(properties).filter(([, part]) => [part, ...(part.anyOf ?? [])].some(isFreeText));
  return {
    ...value,
    ...Object.fromEntries(free.map(([name, part]) => [name, text.slice(0, part.maxLength ?? text.length)])),
  };
};

const isFreeText = ({ type, pattern, format, enum: choices }: Shape): boolean =>
  type === 'string' && !format && !choices && (pattern === undefined || pattern.includes('\\p{'));

const valueOf = (shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(choice, ids)));
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type) {
    case 'object':
      return objectOf(shape, ids);
    case 'array': {
      const minLength = shape.minItems ?? 0;
      return fc.array(valueOf(shape.items ?? {}, ids), {
        minLength,
        maxLength: Math.max(minLength, Math.min(shape.maxItems ?? 3, 3)),
      });
    }
    case 'integer':
    case 'number':
      return numberOf(shape);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return textOf(shape, ids);
    default:
      return fc.constantFrom<unknown>('x', 1, null);
  }
};

const objectOf = (shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const parts = Object.entries(shape.properties ?? {}).map(([name, part]) => [name, valueOf(part, ids)] as const);
  const required = shape.required ?? [];
  return fc.record(Object.fromEntries(parts), {
    requiredKeys: required.filter((name) => name in (shape.properties ?? {})),
  });
};

/** Small numbers, so that versions meet; the ends of the range, so that columns do. */
const numberOf = ({ minimum = -5, maximum = 1e12 }: Shape): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, Math.max(minimum, 1) + 3) }) },
    { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
  );

const textOf = (shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> => {
  const { pattern, format, maxLength = 200 } = shape;
  if (pattern === digits) return fc.constantFrom(...ids, '9223372036854775807', '9999999999999999999', '0');
  if (format === 'date') return fc.constantFrom('2026-03-11', '2026-12-31', '2028-02-29', '0001-01-01', '9999-12-31');
  if (format === 'date-time')
    return fc.constantFrom('2026-03-12T02:00:00.000Z', '9999-12-31T23:59:59.999Z', '0001-01-01T00:00:00+14:00');
  if (format === 'email') return fc.constantFrom('li@example.com', "o'neil@example.com");
  if (format === 'uri') return fc.constantFrom('https://example.com/', 'javascript:alert(1)', 'http://127.0.0.1/');
  if (pattern && !pattern.includes('\\p{')) return fc.stringMatching(new RegExp(pattern, 'u'));
  const cut = (text: string): string => [...text].slice(0, maxLength).join('') || '值';
  return fc.oneof(
    fc.constantFrom('华东', '客户', '某人', ...ids),
    fc.constantFrom(...payloads.map(cut)),
    fc.constant('长'.repeat(Math.min(maxLength, 4000))),
  );
};

/** Bodies as text that are wrong in one place or altogether. */
export const spoilt = (schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fitting(schema, ids), spoiling).map(([value, spoil]) => spoil(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...wrongValues).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.constantFrom(...wrongTexts) },
  );

type Spoil = (value: unknown) => string;

const spoiling: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(fc.nat(), fc.constantFrom(...wrongValues)).map(([at, wrong]): Spoil => (value) => {
    const fields = fieldsOf(value);
    const name = Object.keys(fields)[at % Math.max(1, Object.keys(fields).length)] ?? 'unknown';
    return JSON.stringify({ ...fields, [name]: wrong });
  }),
  fc.nat().map((at): Spoil => (value) => {
    const entries = Object.entries(fieldsOf(value));
    return JSON.stringify(Object.fromEntries(entries.filter((_, index) => index !== at % Math.max(1, entries.length))));
  }),
  fc.constantFrom(...pollution()).map((extra): Spoil => (value) => {
    const text = JSON.stringify(fieldsOf(value));
    return text === '{}' ? `{${extra}}` : `{${extra},${text.slice(1)}`;
  }),
);

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Members that JavaScript gives a meaning to, and ones that decide things elsewhere. */
function pollution(): string[] {
  const polluted = '{"polluted":"yes","isAdmin":true}';
  return [
    `"__proto__":${polluted}`,
    `"constructor":{"prototype":${polluted}}`,
    '"ownerId":"1","id":"1","version":1,"permissions":["org.manage"],"deletedAt":null',
    '"then":1,"toJSON":1,"valueOf":null',
  ];
}

const nested = (depth: number, [open, close]: readonly [string, string]): string =>
  open.repeat(depth) + '1' + close.repeat(depth);

const wrongTexts = [
  '',
  '{',
  '{"a":1',
  'null',
  '"x"',
  '[]',
  'undefined',
  '\ufeff{}',
  nested(20_000, ['[', ']']),
  nested(20_000, ['{"a":', '}']),
  `{"name":"${'x'.repeat(300_000)}"}`,
  `{"a":${'9'.repeat(5000)}}`,
];

/** What people put where an id belongs. */
export const wrongIds = [
  '0',
  '-1',
  '1e3',
  '9999999999999999999',
  '99999999999999999999',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%E0%A4%A',
  '%ff',
  "1'%20or%20'1'='1",
  '1%3Bdrop%20table%20customers',
  'undefined',
  '__proto__',
  'constructor',
  '%EF%BC%91',
  'a'.repeat(3000),
];

/** A query as text: fitting, with one part spoilt, repeated, or nested. */
export const queries = (schema: z.ZodType, ids: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fitting(schema, ids), fc.nat(), fc.constantFrom(...payloads, '1'.repeat(5000), '-1', '1e999', '[]', ''))
    .map(([value, at, wrong]) => {
      const entries = Object.entries(fieldsOf(value)).map(([name, part]): [string, string] => [
        name,
        whole(String(part)),
      ]);
      const [name = 'unknown', part = ''] = entries[at % Math.max(1, entries.length)] ?? [];
      const well = new URLSearchParams(entries).toString();
      const spoiltPart = `${encodeURIComponent(name)}=${encodeURIComponent(whole(wrong))}`;
      return [
        well,
        `${spoiltPart}&${new URLSearchParams(entries.filter(([other]) => other !== name)).toString()}`,
        `${well}&${encodeURIComponent(name)}=${encodeURIComponent(part)}`,
        `${well}&${encodeURIComponent(name)}[$ne]=1&__proto__[polluted]=yes`,
        `${well}&%E0%A4%A=%`,
      ][at % 5] as string;
    });

/** An address cannot spell half a character. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '');
