import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMapping } from '../../../server/modules/imports/mapping.ts';
import { readMappedFile } from '../../../server/modules/imports/read-file.ts';

const fields = { customer: '客户', name: '姓名' };
const read = (folder: string, file: string, more: object = {}) => {
  const mapping = readMapping({ source: 'old', files: [{ file, kind: 'contact', key: '编号', fields, ...more }] });
  return readMappedFile(folder, mapping.files[0] as (typeof mapping.files)[number]);
};
const readCsv = (content: string | Buffer, more: object = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'read-file-'));
  writeFileSync(join(folder, 'a.csv'), content);
  return read(folder, 'a.csv', more);
};

describe('reading a mapped file', () => {
  it('counts rows as a spreadsheet does and leaves blank ones out', async () => {
    const sheet = await readCsv('编号,姓名\r\n1, 王芳 \r\n,\r\n\r\n2,"李\n强"\r\n3,赵敏\r\n');
    expect(sheet.columns).toEqual(['编号', '姓名']);
    expect(sheet.rows.map((row) => [row.number, row.cells['姓名']])).toEqual([
      [2, '王芳'],
      [5, '李\n强'],
      [6, '赵敏'],
    ]);
  });

  it('understands a byte order mark, and the encoding Chinese spreadsheets write', async () => {
    const marked = await readCsv('\uFEFF编号,姓名\n1,王芳\n');
    // 编号,姓名 / 1,王芳 in GBK
    const gbk = await readCsv(Buffer.from('b1e0bac52cd0d5c3fb0a312ccdf5b7bc0a', 'hex'));
    for (const sheet of [marked, gbk]) expect(sheet.rows[0]?.cells).toEqual({ 编号: '1', 姓名: '王芳' });
  });

  it('fills up short rows and names those with more cells than the header', async () => {
    const sheet = await readCsv('编号;姓名\n1\n2;王芳;多余\n', { delimiter: ';' });
    expect(sheet.rows.map((row) => row.cells)).toEqual([{ 编号: '1', 姓名: '' }]);
    expect(sheet.unreadable).toEqual([
      { number: 3, raw: ['2', '王芳', '多余'], reason: '这一行有 3 列,表头只有 2 列' },
    ]);
  });

  it('reads a named sheet of an XLSX, dates as days', async () => {
    const sheet = await read(import.meta.dirname, 'contacts.xlsx', { sheet: '联系人' });
    expect(sheet.rows).toHaveLength(2);
    expect(sheet.rows[0]).toMatchObject({
      number: 2,
      cells: { 编号: '1001', 姓名: '王芳', 手机: '13800000001', 生日: '1990-04-01', 首要: 'true' },
    });
    expect(sheet.rows[1]).toMatchObject({ number: 4, cells: { 姓名: '李强', 手机: '' } });
  });

  it('says which file is missing, unreadable, or has a column twice', async () => {
    await expect(read('/nowhere', 'a.csv')).rejects.toThrow('找不到文件 a.csv');
    await expect(readCsv('编号,编号\n1,2\n')).rejects.toThrow('a.csv 有两列都叫「编号」');
    const folder = mkdtempSync(join(tmpdir(), 'read-file-'));
    writeFileSync(join(folder, 'a.xlsx'), 'not a zip');
    await expect(read(folder, 'a.xlsx')).rejects.toThrow('a.xlsx 不是可以读取的 XLSX');
  });
});
