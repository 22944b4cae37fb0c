import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { call } from '../../../h5/api.ts';
import { useForm } from '../../../h5/composables/use-form.ts';
import { createContact, updateContact } from '../../../server/contract/customers.ts';
import { inComponent } from '../support/in-component.ts';
import { refusal, useFakeNetwork } from '../support/fake-network.ts';

interface Values {
  name: string;
  mobile: string | null;
  note: string | null;
}
const empty: Values = { name: '', mobile: '', note: '' };
const stored: Values = { name: '周明', mobile: '138****0000', note: '下午好约' };

describe('useForm', () => {
  const network = useFakeNetwork();
  const create = (initial = empty) =>
    inComponent(() =>
      useForm({
        schema: createContact.body,
        initial,
        draftKey: 'contact.new.1',
        save: ({ values, key }) => call(createContact, { params: { id: '1' }, body: values }, { key }),
      }),
    ).result;

  it("puts the contract's sentences under the fields and sends nothing until they are right", async () => {
    const form = create();
    form.values.mobile = '12';
    expect(await form.submit()).toBe(false);
    expect(form.errors).toEqual({ name: '请填写联系人姓名', mobile: '电话号码不正确' });
    expect(network.sent).toHaveLength(0);
    form.values.mobile = '13812345678';
    await nextTick();
    expect(form.errors).toEqual({ name: '请填写联系人姓名' });
  });

  it('sends emptied fields as "nothing" and is not dirty before anybody typed', async () => {
    network.answer(() => ({ json: { id: '5' } }));
    const form = create();
    expect(form.dirty.value).toBe(false);
    form.values.name = ' 周明 ';
    expect(await form.submit()).toBe(true);
    expect(network.sent[0]?.body).toEqual({ name: ' 周明 ', mobile: null, note: null });
  });

  it('keeps a draft on the device and drops it once saved', async () => {
    const form = create();
    form.values.name = '周明';
    await nextTick();
    const again = create();
    expect(again.restored.value).toBe(true);
    expect(again.values.name).toBe('周明');
    network.answer(() => ({ json: { id: '5' } }));
    await again.submit();
    await nextTick();
    expect(create().restored.value).toBe(false);
  });

  it("maps the server's field errors back to their fields and keeps what was typed", async () => {
    const errors = [{ path: 'mobile', message: '号码已停用' }];
    network.answer(() => refusal(400, 'request.malformed', '提交的内容不正确', { errors }));
    const form = create({ ...empty, name: '周明', mobile: '13812345678' });
    expect(await form.submit()).toBe(false);
    expect(form.errors).toEqual({ mobile: '号码已停用' });
    expect(form.values).toMatchObject({ name: '周明', mobile: '13812345678' });
  });

  it('submits with the same key after a lost answer', async () => {
    const form = create({ ...empty, name: '周明' });
    network.answer(() => 'down');
    await form.submit();
    network.answer(() => ({ json: { id: '5' } }));
    await form.submit();
    expect(network.sent[1]?.key).toBe(network.sent[0]?.key);
  });
});

describe('useForm on a record somebody else has saved', () => {
  const network = useFakeNetwork();
  const edit = (theirs: Values) => {
    let version = 1;
    network.answer(({ body }) => {
      const current = (body as { version: number }).version === 2;
      return current
        ? { json: { version: 3 } }
        : refusal(409, 'conflict.stale', '刚被修改过', { params: { who: '李晓燕' } });
    });
    return inComponent(() =>
      useForm({
        schema: updateContact.body,
        initial: stored,
        checkChanged: true,
        save: ({ changed }) => call(updateContact, { params: { id: '7' }, body: { ...changed, version } }),
        latest: async () => {
          version = 2;
          return theirs;
        },
      }),
    ).result;
  };

  it('sends only what was changed, so a masked number stays what it is', async () => {
    const form = edit(stored);
    form.values.note = '上午好约';
    await form.submit();
    expect(network.sent[0]?.body).toEqual({ note: '上午好约', version: 1 });
  });

  it('shows both values of the fields both changed, and saves what was chosen with the rest merged', async () => {
    const form = edit({ name: '周明明', mobile: '138****0000', note: '晚上好约' });
    form.values.note = '上午好约';
    form.values.mobile = '13900000000';
    expect(await form.submit()).toBe(false);
    expect(form.conflict.value).toMatchObject({
      who: '李晓燕',
      rows: [{ path: 'note', mine: '上午好约', theirs: '晚上好约' }],
    });
    expect(await form.resolve({ note: 'theirs' })).toBe(true);
    expect(network.sent.at(-1)?.body).toEqual({ mobile: '13900000000', version: 2 });
    expect(form.values).toEqual({ name: '周明明', mobile: '13900000000', note: '晚上好约' });
  });

  it('keeps mine when that is chosen', async () => {
    const form = edit({ ...stored, note: '晚上好约' });
    form.values.note = '上午好约';
    await form.submit();
    expect(await form.resolve({ note: 'mine' })).toBe(true);
    expect(network.sent.at(-1)?.body).toEqual({ note: '上午好约', version: 2 });
  });
});
