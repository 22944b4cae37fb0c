import { describe, expect, it } from 'vitest';
import { createContact, getCustomer } from '../../../server/contract/customers.ts';
import { createDictionaryEntry, listDictionaries } from '../../../server/contract/dictionaries.ts';
import { sessionCookie } from '../../../server/kernel/http.ts';
import { publicUrl, useWorld } from '../../support/world.ts';
import { addCustomer } from '../customers/customers.ts';

const world = useWorld({ isolated: true });

const addIndustry = (as: string, name: string, headers: Record<string, string> = {}) =>
  world.call(as, createDictionaryEntry, { params: { kind: 'industry' }, body: { name } }, headers);
const industries = async (as: string): Promise<string[]> => {
  const answer = await world.call(as, listDictionaries);
  return answer.ok ? answer.data.items.filter((entry) => entry.kind === 'industry').map((entry) => entry.name) : [];
};

describe('a repeated submit', () => {
  it('with the same key has one effect and the first answer', async () => {
    const { admin } = await world.company.standard();
    const first = await addIndustry(admin, '造纸', { 'idempotency-key': 'submit-0001' });
    const again = await addIndustry(admin, '造纸', { 'idempotency-key': 'submit-0001' });
    expect(first.ok && again.ok && first.data.id === again.data.id).toBe(true);
    expect((await industries(admin)).filter((name) => name === '造纸')).toHaveLength(1);
  });

  it('at the same time has one effect too', async () => {
    const { admin } = await world.company.standard();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => addIndustry(admin, '冶金', { 'idempotency-key': 'submit-0002' })),
    );
    expect(new Set(answers.map((answer) => (answer.ok ? answer.data.id : answer.problem.code))).size).toBe(1);
    expect((await industries(admin)).filter((name) => name === '冶金')).toHaveLength(1);
  });

  it('that nothing else would stop has one effect as well', async () => {
    const { alice } = await world.company.standard();
    const id = await addCustomer(world, alice);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        world.call(
          alice,
          createContact,
          { params: { id }, body: { name: '周敏' } },
          { 'idempotency-key': 'submit-0005' },
        ),
      ),
    );
    expect(new Set(answers.map((answer) => (answer.ok ? answer.data.id : answer.problem.code))).size).toBe(1);
    const customer = await world.call(alice, getCustomer, { params: { id } });
    expect(customer.ok && customer.data.contacts).toHaveLength(1);
  });

  it('with the same key but other content is refused, and another person has keys of their own', async () => {
    const { admin, boss } = await world.company.standard();
    await world.company.giveRole(boss, '管理员');
    await addIndustry(admin, '印刷', { 'idempotency-key': 'submit-0003' });
    const reused = await addIndustry(admin, '陶瓷', { 'idempotency-key': 'submit-0003' });
    expect([reused.status, reused.problem?.code]).toEqual([422, 'request.key_reused']);
    expect((await addIndustry(boss, '陶瓷', { 'idempotency-key': 'submit-0003' })).status).toBe(200);
  });

  it('that was refused the first time may be corrected and tried again', async () => {
    const { admin } = await world.company.standard();
    await addIndustry(admin, '玻璃');
    expect((await addIndustry(admin, '玻璃', { 'idempotency-key': 'submit-0004' })).problem?.code).toBe(
      'dictionary.name_taken',
    );
    expect((await addIndustry(admin, '水泥', { 'idempotency-key': 'submit-0004' })).status).toBe(200);
  });
});

describe('a request', () => {
  const send = async (body: string, type = 'application/json') => {
    const { admin } = await world.company.standard();
    const response = await world.request('/api/dictionaries/industry/entries', {
      method: 'POST',
      headers: { cookie: `${sessionCookie}=${await world.sessionOf(admin)}`, origin: publicUrl, 'content-type': type },
      body,
    });
    return {
      status: response.status,
      body: (await response.json()) as { code: string; errors?: { path: string; message: string }[] },
    };
  };

  it('that is malformed names the field in Chinese and changes nothing', async () => {
    const { status, body } = await send(JSON.stringify({ name: '' }));
    expect([status, body.code, body.errors]).toEqual([
      400,
      'request.malformed',
      [{ path: 'name', message: '请填写名称' }],
    ]);
  });

  it.each([
    ['no JSON at all', '{"name":', 'request.malformed'],
    ['an unknown field', '{"name":"a","admin":true}', 'request.malformed'],
    ['a prototype', '{"name":"a","__proto__":{"x":1}}', 'request.malformed'],
    ['an array', '[]', 'request.malformed'],
    ['control characters', '{"name":"a\\u0000b"}', 'request.malformed'],
    ['too much', JSON.stringify({ name: 'x'.repeat(300_000) }), 'request.too_large'],
  ])('with %s is refused', async (_, body, code) => {
    expect((await send(body)).body.code).toBe(code);
  });

  it('to an unknown address of the API says so in JSON', async () => {
    const response = await world.request('/api/nothing-here');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'request.not_found']);
  });

  it('is answered with headers that forbid framing, sniffing and inline scripts', async () => {
    const { headers } = await world.request('/healthz');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });
});
