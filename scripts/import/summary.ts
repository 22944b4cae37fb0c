import { kindLabels, type FileSummary } from '../../server/modules/imports/index.ts';

/** One line per file: what became of its rows. */
export const summaryLines = (files: readonly FileSummary[], isRehearsal: boolean): string[] => {
  const width = Math.max(...files.map(({ file }) => file.length));
  return files.map(({ file, kind, rows, counts }) => {
    const { created, unchanged, changed, failed } = counts;
    const parts = [
      `${isRehearsal ? '将新增' : '新增'} ${created}`,
      `已有 ${unchanged}`,
      ...(changed > 0 ? [`有改动未覆盖 ${changed}`] : []),
      `未导入 ${failed}`,
    ];
    return `  ${file.padEnd(width)}  ${kindLabels[kind]} ${rows} 行:${parts.join(',')}`;
  });
};

/** Did every row find its place? */
export const isComplete = (files: readonly FileSummary[]): boolean =>
  files.every(({ counts }) => counts.failed === 0 && counts.changed === 0);
