import { type CardSelect, type CardType, type TemplateCard } from '../control/types.ts';
import { cardShape, type LooseCard } from './card-shape.ts';
import { ensure, WecomError } from './error.ts';

export interface CardUse {
  origin: 'app' | 'robot' | 'webhook';
  /** A replacement: no task_id needed, `replace_text` allowed. */
  isUpdate: boolean;
  hasMedia(mediaId: string): boolean;
}

const notices = new Set<string>(['text_notice', 'news_notice']);
const interactive = new Set<string>(['button_interaction', 'vote_interaction', 'multiple_interaction']);

export function isInteractive(type: CardType): boolean {
  return interactive.has(type);
}

/** A card which WeCom would accept (reference 7.3, 8, 9.6), or its refusal 42014 and 42027 to 42051. */
export function checkCard(input: unknown, use: CardUse): TemplateCard {
  const parsed = cardShape.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new WecomError(40058, `invalid Request Parameter: template_card.${issue?.path.map(String).join('.')}`);
  }
  const card = parsed.data;
  checkType(card, use);
  checkTaskId(card, use);
  checkCommonBlocks(card, use);
  if (card.card_type === 'text_notice') checkTextNotice(card);
  if (card.card_type === 'news_notice') checkNewsNotice(card);
  if (card.card_type === 'button_interaction') checkButtons(card, use);
  if (card.card_type === 'vote_interaction') checkVote(card);
  if (card.card_type === 'multiple_interaction') checkMultiple(card);
  return { ...card, card_type: card.card_type as CardType };
}

function checkType(card: LooseCard, { origin, isUpdate }: CardUse): void {
  const allowed = origin === 'webhook' ? notices : new Set([...notices, ...interactive]);
  ensure(allowed.has(card.card_type), 42031, 'invalid card_type');
  ensure(origin !== 'webhook' || (!card.action_menu && !card.task_id), 40058, 'no action_menu and no task_id here');
  ensure(isUpdate || card.replace_text === undefined, 40058, 'replace_text is for updates only');
}

function checkTaskId(card: LooseCard, { isUpdate }: CardUse): void {
  const isNeeded = interactive.has(card.card_type) || card.action_menu !== undefined;
  ensure(card.task_id || isUpdate || !isNeeded, 42014, 'task_id missing');
  ensure(!card.task_id || /^[0-9A-Za-z_\-@]{1,128}$/.test(card.task_id), 42014);
}

function checkCommonBlocks(card: LooseCard, use: CardUse): void {
  const { action_menu: menu, jump_list: jumps = [], horizontal_content_list: rows = [] } = card;
  if (menu) {
    const keys = menu.action_list.map((each) => each.key);
    ensure(keys.length >= 1 && keys.length <= 3, 42051, 'action_list must have 1 to 3 items');
    ensure(
      menu.action_list.every((each) => each.text),
      42038,
      'action text missing',
    );
    ensure(keys.every(isKey), 42039, 'action key missing or too long');
    ensure(new Set(keys).size === keys.length, 42051, 'action_menu key conflict');
  }
  ensure(rows.length <= 6, 42035, 'horizontal_content_list out of limit');
  for (const row of rows) checkRow(row, use);
  ensure(jumps.length <= 3, 42042, 'jump_list out of limit');
  for (const jump of jumps) {
    ensure(jump.title, 42033, 'jump_list title missing');
    if (jump.type === 3) ensure(use.origin === 'robot' && bytes(jump.question) <= 200, 40058, 'invalid jump question');
    else checkJump(jump);
  }
  if (card.quote_area?.type) checkJump(card.quote_area);
  if (card.card_action?.type) checkJump(card.card_action);
}

type Row = NonNullable<LooseCard['horizontal_content_list']>[number];

function checkRow(row: Row, use: CardUse): void {
  ensure(row.keyname, 42027, 'keyname missing');
  if (row.type === 1) ensure(isUrl(row.url), 42028, 'invalid url');
  if (row.type === 2) {
    ensure(use.origin !== 'robot', 40058, 'no attachments in a robot card');
    ensure(row.media_id && use.hasMedia(row.media_id), 42029, 'invalid media_id');
  }
  if (row.type === 3) ensure(row.userid, 42050, 'userid missing');
}

function checkJump(jump: { type?: number | undefined; url?: string | undefined; appid?: string | undefined }): void {
  if (jump.type === 1) ensure(isUrl(jump.url), 42028, 'invalid url');
  if (jump.type === 2) ensure(jump.appid, 42030, 'appid missing');
}

function checkCardAction(card: LooseCard): void {
  ensure(card.card_action && [1, 2].includes(card.card_action.type ?? 0), 42045, 'card_action missing');
}

function checkTextNotice(card: LooseCard): void {
  ensure(card.main_title?.title || card.sub_title_text, 42033, 'main_title.title or sub_title_text missing');
  checkCardAction(card);
}

function checkNewsNotice(card: LooseCard): void {
  ensure(card.main_title?.title, 42033, 'main_title.title missing');
  ensure(card.card_image ? isUrl(card.card_image.url) : card.image_text_area, 42044, 'card_image.url missing');
  const ratio = card.card_image?.aspect_ratio ?? 1.3;
  ensure(ratio >= 1.3 && ratio < 2.25, 40058, 'aspect_ratio must be between 1.3 and 2.25');
  if (card.image_text_area) ensure(isUrl(card.image_text_area.image_url), 42044, 'image_url missing');
  const rows = card.vertical_content_list ?? [];
  ensure(rows.length <= 4, 42036, 'vertical_content_list out of limit');
  ensure(
    rows.every((each) => each.title),
    42033,
    'vertical title missing',
  );
  checkCardAction(card);
}

function checkButtons(card: LooseCard, use: CardUse): void {
  ensure(card.main_title?.title, 42033, 'main_title.title missing');
  const buttons = card.button_list ?? [];
  ensure(buttons.length >= 1 && buttons.length <= 6, 42017, 'button_list must have 1 to 6 items');
  for (const button of buttons) {
    ensure(button.text, 42038, 'button text missing');
    ensure(use.origin === 'app' || !button.type, 40058, 'robot buttons only call back');
    if (button.type === 1) ensure(isUrl(button.url), 42028, 'invalid url');
    else ensure(isKey(button.key), 42039, 'button key missing or too long');
  }
  if (card.button_selection) checkSelect(card.button_selection, 10);
}

function checkVote(card: LooseCard): void {
  ensure(card.main_title?.title || card.main_title?.desc, 42033, 'main_title missing');
  ensure(card.checkbox, 42043, 'checkbox missing');
  checkSelect(card.checkbox, 20);
  checkSubmit(card);
}

function checkMultiple(card: LooseCard): void {
  ensure(card.main_title?.title || card.main_title?.desc, 42033, 'main_title missing');
  const selects = card.select_list ?? [];
  ensure(selects.length >= 1 && selects.length <= 3, 42047, 'select_list must have 1 to 3 items');
  for (const select of selects) checkSelect(select, 10);
  checkSubmit(card);
}

function checkSubmit({ submit_button: submit }: LooseCard): void {
  ensure(isKey(submit?.key), 42046, 'submit_button.key missing or too long');
  ensure((submit?.text ?? '').length <= 10, 42049, 'submit_button.text too long');
}

function checkSelect(select: Pick<CardSelect, 'question_key' | 'option_list'>, most: number): void {
  const options = select.option_list;
  ensure(isKey(select.question_key), 42043, 'question_key missing or too long');
  ensure(options.length >= 1 && options.length <= most, 42037, `option_list must have 1 to ${most} items`);
  ensure(
    options.every((each) => each.id && bytes(each.id) <= 128),
    42040,
    'option id missing or too long',
  );
  ensure(new Set(options.map((each) => each.id)).size === options.length, 42040, 'option id repeated');
  ensure(
    options.every((each) => each.text),
    42041,
    'option text missing',
  );
}

function isKey(key: string | undefined): boolean {
  return bytes(key) >= 1 && bytes(key) <= 1024;
}

function isUrl(url: string | undefined): boolean {
  return /^(https?|taskcard|mp):\/\/\S+$/.test(url ?? '') && bytes(url) <= 2048;
}

function bytes(text: string | undefined): number {
  return Buffer.byteLength(text ?? '', 'utf8');
}
