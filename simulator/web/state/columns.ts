import { ref } from 'vue';

/** On a narrow window one column is shown at a time. */
export type Column = 'org' | 'phone' | 'chat';
export const isWide = (): boolean => matchMedia('(min-width: 1266px)').matches;
export const column = ref<Column>('phone');

export function showColumn(name: Column): void {
  column.value = name;
}
