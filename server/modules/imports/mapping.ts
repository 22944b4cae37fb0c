import { z } from 'zod';
import type { Fields } from './field.ts';
import { kindFields, kindLabels, kindNames, type KindName } from './kinds/fields.ts';

/**
 * How a set of files becomes records. Example:
 *
 *     {
 *       "source": "old-crm",                         namespace of row keys: the same source never imports a row twice
 *       "dates": ["yyyy-MM-dd", "yyyy/M/d"],         luxon formats, tried in order
 *       "files": [{
 *         "file": "deals.csv",                       or .xlsx, then "sheet" names or counts (1, 2 …) the sheet
 *         "kind": "opportunity",                     person, product, customer, contact, opportunity
 *         "key": ["deal id"],                        columns that name a row for good
 *         "corrections": { "product": { "GTXPro": "GTX Pro" } },        mistakes in cells, by column
 *         "fields": {
 *           "name": { "template": "{account} {product}" },              several columns in one
 *           "state": { "column": "status", "values": { "Won": "won" } },  their words to ours
 *           "amount": { "column": "value", "unit": "wan" },             yuan unless said
 *           "createdOn": { "column": "opened", "date": "dd-MM-yy" },
 *           "owner": { "column": "agent", "by": "account", "otherwise": "zhangsan" }
 *         }
 *       }]
 *     }
 *
 * A field is a column's name, or an object with exactly one of `column`, `value`, `template`.
 */
export type Mapping = z.infer<typeof mapping>;
export type FileMapping = z.infer<typeof fileMapping>;
export type FieldSource = z.infer<typeof column>;
export type PersonKey = NonNullable<FieldSource['by']>;

const text = z.string().min(1, '不能为空');
const words = z.record(z.string(), z.string());
const column = z.strictObject({
  column: text.optional(),
  value: z.string().optional(),
  template: text.optional(),
  values: words.optional(),
  /** What an empty cell stands for. */
  otherwise: z.string().optional(),
  date: z.union([text.transform((one) => [one]), z.array(text).min(1)]).optional(),
  unit: z.enum(['fen', 'yuan', 'wan', 'million'], '金额单位是 fen、yuan、wan 或 million').optional(),
  /** A number becomes the value of the first bound it does not exceed; the last entry may leave the bound out. */
  upTo: z
    .array(z.strictObject({ bound: z.number().optional(), value: z.string() }))
    .min(1)
    .optional(),
  by: z.enum(['name', 'account', 'mobile'], '同事按 name、account 或 mobile 查找').optional(),
  /** The person named most often beside this cell's text in another file. */
  busiest: z.strictObject({ file: text, column: text, person: text }).optional(),
  whenUnknown: z.enum(['refuse', 'add'], '是 refuse 或 add').optional(),
});
const fieldSource = z.union([text, column], '应为列名,或含 column、value、template 之一的对象');

const fileMapping = z.strictObject({
  file: text,
  sheet: z.union([text, z.number().int().min(1)]).optional(),
  delimiter: z.string().length(1, '分隔符是一个字符').default(','),
  kind: z.enum(kindNames as [KindName, ...KindName[]], `应为 ${kindNames.join('、')} 之一`),
  key: z.union([text.transform((one) => [one]), z.array(text).min(1, '至少一列')]),
  corrections: z.record(z.string(), words).default({}),
  fields: z.record(z.string(), fieldSource),
});

const mapping = z
  .strictObject({
    source: text.max(60, '最多 60 个字'),
    dates: z.array(text).min(1).default(['yyyy-MM-dd', 'yyyy/M/d', 'yyyy.M.d', 'yyyy年M月d日']),
    files: z.array(fileMapping).min(1, '至少一个文件'),
  })
  .superRefine(({ files }, context) => {
    files.forEach((one, index) => {
      for (const message of problemsOf(one)) context.addIssue({ code: 'custom', path: ['files', index], message });
    });
  });

export class MappingError extends Error {}

/** Reads a mapping from parsed JSON. Throws `MappingError` with every problem found, one per line, each with the place where it stands. */
export const readMapping = (input: unknown): Mapping => {
  const parsed = mapping.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join('.') || '映射'}:${sentenceOf(issue)}`,
  );
  throw new MappingError(['映射文件有误:', ...lines.slice(0, 20)].join('\n'));
};

/** A field's source in its long form. */
export const sourceOf = (file: FileMapping, field: string): FieldSource | undefined => {
  const source = file.fields[field];
  return typeof source === 'string' ? { column: source } : source;
};

const placeholders = /\{([^{}]+)\}/g;

/** The columns a file must have for its mapping. */
export const columnsNeeded = (file: FileMapping): string[] => {
  const used = Object.keys(file.fields).flatMap((field) => {
    const source = sourceOf(file, field);
    if (source?.template) return [...source.template.matchAll(placeholders)].map((match) => match[1] ?? '');
    return source?.column ? [source.column] : [];
  });
  return [...new Set([...file.key, ...Object.keys(file.corrections), ...used])];
};

const problemsOf = (file: FileMapping): string[] => {
  const known: Fields = kindFields[file.kind];
  const label = kindLabels[file.kind];
  const unknown = Object.keys(file.fields).filter((name) => !Object.hasOwn(known, name));
  const missing = Object.keys(known).filter((name) => known[name]?.required && !(name in file.fields));
  const unclear = Object.keys(file.fields).filter((name) => {
    const source = sourceOf(file, name) ?? {};
    return [source.column, source.value, source.template].filter((one) => one !== undefined).length !== 1;
  });
  const misplaced = Object.keys(file.fields).filter((name) => {
    const source = sourceOf(file, name);
    return source?.busiest && (!source.column || known[name]?.type.is !== 'person');
  });
  return [
    ...unknown.map((name) => `${label}没有「${name}」这个字段,可用的有 ${Object.keys(known).join('、')}`),
    ...missing.map((name) => `${label}必须有「${name}」(${known[name]?.label ?? name})`),
    ...unclear.map((name) => `「${name}」须写明 column、value、template 中的一个`),
    ...misplaced.map((name) => `「${name}」的 busiest 只能用于同事字段,并须写明 column`),
  ];
};

const sentenceOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `不认识 ${issue.keys.join('、')}`;
    case 'invalid_type':
      return issue.input === undefined ? '缺少这一项' : `类型不对,应为 ${issue.expected}`;
    default:
      return issue.message;
  }
};
