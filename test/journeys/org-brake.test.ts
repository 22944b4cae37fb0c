import { afterAll, beforeAll, expect, it } from 'vitest';
import { getSync, listPeople, startSync } from '../../server/contract/org.ts';
import { getMe } from '../../server/contract/session.ts';
import type { CallbackEntry } from '../../simulator/control/types.ts';
import { cardOf } from '../support/processes-control.ts';
import { signIn } from '../support/processes-person.ts';
import type { Program } from '../support/processes.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';

const patience = { timeout: 40_000, interval: 300 };
let stage: Stage;
let product: Program;
beforeAll(async () => {
  stage = await openStage({ label: 'brake', roles: [] });
  product = await stage.start('all');
});
afterAll(() => stage?.close());

it('waits for an administrator when the visible range shrinks a lot, and applies when the card is confirmed', async () => {
  const { control } = stage;
  const [admin, southerner] = [await signIn(stage, 'weikai'), await signIn(stage, 'wudawei')];
  // The whole south, nine of twenty-four, is not visible any more, and nobody was there to hear of it.
  await product.stop();
  await control.send('PUT', 'visible-range', { departmentIds: [2, 3, 5, 6], userids: [] });
  const outcomes = async () =>
    (await control.get<CallbackEntry[]>('callbacks'))
      .filter((one) => one.name === 'unsubscribe')
      .map((one) => one.outcome);
  await expect.poll(async () => new Set(await outcomes()), patience).toEqual(new Set(['failed']));
  await stage.start('all');
  const { id } = await admin.get(startSync, { body: { dryRun: false } });
  const state = async () => (await admin.get(getSync, { params: { id } })).sync.state;
  await expect.poll(state, patience).toBe('waiting');
  expect((await southerner.call(getMe)).status).toBe(200);

  const findCard = async () =>
    (await control.messagesOf('app:weikai', 'weikai')).findLast(
      (one) => cardOf(one)?.main_title?.title === '组织同步等待确认',
    );
  await expect.poll(findCard, patience).toBeDefined();
  const card = await findCard();
  const confirm = card && cardOf(card)?.button_list?.find(({ text }) => text === '确认应用');
  const pressed = await control.press(card?.id ?? '', { userid: 'weikai', key: confirm?.key ?? '' });
  expect(pressed.delivered).toBe(true);

  await expect.poll(state, patience).toBe('done');
  const hidden = await admin.get(listPeople, { query: { state: 'hidden', limit: 50 } });
  expect(hidden.items).toHaveLength(9);
  expect((await southerner.call(getMe)).status).toBe(401);
  const settled = async () => {
    const content = (await findCard())?.content;
    return content?.kind === 'card' && content.card.isDisabled;
  };
  await expect.poll(settled, patience).toBe(true);
});
