import { describe, expect, it } from 'vitest';

import { checkCard } from '../../simulator/wecom/card-rules.ts';
import { WecomError } from '../../simulator/wecom/error.ts';
import { buttonCard, multipleCard, newsNotice, textNotice, voteCard } from './cards.ts';
import { type Json } from './start-simulator.ts';

const use = { origin: 'app', isUpdate: false, hasMedia: (id: string) => id === 'MEDIA' } as const;
const option = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `o${i}`, text: `选项${i}` }));
const row = (count: number) => Array.from({ length: count }, (_, i) => ({ keyname: `键${i}`, value: '值' }));
const long = 'k'.repeat(1025);

function errcodeOf(card: Json, how: Parameters<typeof checkCard>[1] = use): number {
  try {
    checkCard(card, how);
    return 0;
  } catch (error) {
    if (error instanceof WecomError) return error.errcode;
    throw error;
  }
}

describe('a template card', () => {
  it.each([textNotice(), newsNotice(), buttonCard(), voteCard(), multipleCard()])(
    'of type $card_type is accepted',
    (card) => {
      expect(errcodeOf(card)).toBe(0);
    },
  );

  it.each<[string, Json, number]>([
    ['an unknown type', { ...textNotice(), card_type: 'poem' }, 42031],
    ['no card_action on a notice', { ...textNotice(), card_action: undefined }, 42045],
    ['a card_action without url', { ...textNotice(), card_action: { type: 1 } }, 42028],
    ['a mini-program without appid', { ...textNotice(), card_action: { type: 2 } }, 42030],
    ['neither title nor sub title', { ...textNotice(), main_title: {}, sub_title_text: '' }, 42033],
    ['seven rows', { ...textNotice(), horizontal_content_list: row(7) }, 42035],
    ['a row without keyname', { ...textNotice(), horizontal_content_list: [{ value: '值' }] }, 42027],
    [
      'a row with a bad url',
      { ...textNotice(), horizontal_content_list: [{ type: 1, keyname: '键', url: 'crm' }] },
      42028,
    ],
    [
      'a row with an unknown medium',
      { ...textNotice(), horizontal_content_list: [{ type: 2, keyname: '键', media_id: 'x' }] },
      42029,
    ],
    ['a row without userid', { ...textNotice(), horizontal_content_list: [{ type: 3, keyname: '键' }] }, 42050],
    ['four jumps', { ...textNotice(), jump_list: Array<Json>(4).fill({ title: '看' }) }, 42042],
    ['a menu without task_id', { ...textNotice(), action_menu: { action_list: [{ text: '停', key: 'a' }] } }, 42014],
    [
      'a menu key twice',
      {
        ...textNotice(),
        task_id: 't',
        action_menu: {
          action_list: [
            { text: '停', key: 'a' },
            { text: '走', key: 'a' },
          ],
        },
      },
      42051,
    ],
    ['no picture on news', { ...newsNotice(), card_image: undefined }, 42044],
    ['a picture too wide', { ...newsNotice(), card_image: { url: 'https://x/a.png', aspect_ratio: 2.25 } }, 40058],
    ['five vertical rows', { ...newsNotice(), vertical_content_list: Array<Json>(5).fill({ title: '一' }) }, 42036],
    ['a button card without task_id', { ...buttonCard(), task_id: undefined }, 42014],
    ['a task_id with other signs', { ...buttonCard(), task_id: '审批' }, 42014],
    ['no buttons', { ...buttonCard(), button_list: [] }, 42017],
    ['seven buttons', { ...buttonCard(), button_list: Array<Json>(7).fill({ text: '按', key: 'k' }) }, 42017],
    ['a button without text', { ...buttonCard(), button_list: [{ key: 'k' }] }, 42038],
    ['a button without key', { ...buttonCard(), button_list: [{ text: '按' }] }, 42039],
    ['a key over 1024 bytes', { ...buttonCard(), button_list: [{ text: '按', key: long }] }, 42039],
    ['a url button without url', { ...buttonCard(), button_list: [{ type: 1, text: '看' }] }, 42028],
    ['eleven options', { ...buttonCard(), button_selection: { question_key: 'q', option_list: option(11) } }, 42037],
    ['no question_key', { ...voteCard(), checkbox: { option_list: option(2) } }, 42043],
    ['an option without id', { ...voteCard(), checkbox: { question_key: 'q', option_list: [{ text: '一' }] } }, 42040],
    ['an option without text', { ...voteCard(), checkbox: { question_key: 'q', option_list: [{ id: 'a' }] } }, 42041],
    ['no submit key', { ...voteCard(), submit_button: { text: '提交' } }, 42046],
    ['a long submit text', { ...voteCard(), submit_button: { text: '提交提交提交提交提交提', key: 'k' } }, 42049],
    [
      'four selects',
      { ...multipleCard(), select_list: Array<Json>(4).fill({ question_key: 'q', option_list: option(2) }) },
      42047,
    ],
    ['replace_text when sending', { ...buttonCard(), replace_text: '已同意' }, 40058],
    ['a wrong type inside', { ...buttonCard(), button_list: 'none' }, 40058],
  ])('with %s is refused', (_, card, errcode) => {
    expect(errcodeOf(card)).toBe(errcode);
  });

  it('of a webhook is a notice without callbacks', () => {
    const webhook = { ...use, origin: 'webhook' } as const;
    expect(errcodeOf(textNotice(), webhook)).toBe(0);
    expect(errcodeOf(buttonCard(), webhook)).toBe(42031);
    expect(errcodeOf({ ...textNotice(), task_id: 't1' }, webhook)).toBe(40058);
  });

  it('of the robot has no attachments and no url buttons, but may ask', () => {
    const robot = { ...use, origin: 'robot' } as const;
    const attachment = { type: 2, keyname: '附件', media_id: 'MEDIA' };
    expect(errcodeOf({ ...textNotice(), horizontal_content_list: [attachment] })).toBe(0);
    expect(errcodeOf({ ...textNotice(), horizontal_content_list: [attachment] }, robot)).toBe(40058);
    expect(errcodeOf({ ...buttonCard(), button_list: [{ type: 1, text: '看', url: 'https://x' }] }, robot)).toBe(40058);
    const ask = { ...textNotice(), jump_list: [{ type: 3, title: '问', question: '今天怎样' }] };
    expect([errcodeOf(ask, robot), errcodeOf(ask)]).toEqual([0, 40058]);
  });
});
