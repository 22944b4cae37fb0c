import { mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, reactive } from 'vue';
import { describe, expect, it } from 'vitest';
import FoldedFields from '../../../h5/ui/FoldedFields.vue';
import TextField from '../../../h5/ui/TextField.vue';

const mountForm = () => {
  const errors = reactive<Record<string, string>>({});
  const form = defineComponent({
    render: () =>
      h(FoldedFields, { title: '更多信息' }, () =>
        h(TextField, { modelValue: 'abc', label: '网址', error: errors['website'] }),
      ),
  });
  const wrapper = mount(form);
  return { errors, isOpen: () => wrapper.get('button').attributes('aria-expanded') };
};

describe('fields most people skip', () => {
  it('are folded, and unfold when one of them is refused', async () => {
    const { errors, isOpen } = mountForm();
    expect(isOpen()).toBe('false');
    errors['website'] = '网址要以 http:// 或 https:// 开头';
    await nextTick();
    await nextTick();
    expect(isOpen()).toBe('true');
  });
});
