import { mount } from '@vue/test-utils';
import { defineComponent, h } from 'vue';

/** Runs a composable where composables live, inside a mounted component. */
export function inComponent<T>(use: () => T): { result: T; unmount: () => void } {
  let result: T | undefined;
  const wrapper = mount(
    defineComponent({
      setup() {
        result = use();
        return () => h('div');
      },
    }),
  );
  return { result: result as T, unmount: () => wrapper.unmount() };
}
