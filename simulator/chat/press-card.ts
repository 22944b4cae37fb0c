import { type PressInput, type PressOutcome, type TemplateCard } from '../control/types.ts';
import { ControlError } from '../control/control-error.ts';
import { tellRobotPress } from '../robot/inbound.ts';
import { type CardFace, type StoredCard, type StoredMessage, type XmlField } from '../state.ts';
import { issueResponseCode } from '../wecom/response-codes.ts';
import { type World } from '../world.ts';
import { faceOf } from './card-faces.ts';
import { readersOf } from './conversation-ids.ts';
import { applyPassiveReply } from './passive-reply.ts';
import { findMessage } from './post-message.ts';
import { presentMessage } from './present-message.ts';

const SILENCE = '应用暂时没有响应，请稍后再试';

/** Somebody presses a button, a submit button or a menu action; resolves when the CRM took it or did not. */
export async function pressCard(world: World, messageId: string, input: PressInput): Promise<PressOutcome> {
  const message = findMessage(world, messageId);
  if (!message?.card || message.recalledAt !== null) throw new ControlError(404, '没有这张卡片');
  const { card } = message;
  if (!readersOf(world.state, message).includes(input.userid)) throw new ControlError(404, '这个人看不到这张卡片');
  const face = faceOf(card, input.userid);
  ensurePressable(face, input);
  const selected = input.menu ? {} : chosen(face.template, input.selected ?? {});
  if (!input.menu) card.faces[input.userid] = { ...face, selected };
  world.storage.saveSoon();
  const isDelivered = await deliver(world, message, card, face.template, input, selected);
  return {
    delivered: isDelivered,
    ...(isDelivered ? {} : { toast: SILENCE }),
    message: presentMessage(world.state, message, input.userid),
  };
}

async function deliver(
  world: World,
  message: StoredMessage,
  card: StoredCard,
  template: TemplateCard,
  input: PressInput,
  selected: Record<string, string[]>,
): Promise<boolean> {
  const { userid, key } = input;
  const taskId = template.task_id ?? '';
  if (message.place.kind !== 'app') {
    const { place } = message;
    const told = await tellRobotPress(world, {
      message,
      place,
      userid,
      cardType: template.card_type,
      taskId,
      key,
      selected,
    });
    return told.delivered && told.answered;
  }
  const event = input.menu ? 'template_card_menu_event' : 'template_card_event';
  const { delivered, reply } = await world.callbacks.send({
    target: 'app',
    name: event,
    from: userid,
    fields: [
      ['MsgType', 'event'],
      ['Event', event],
      ['EventKey', key],
      ['TaskId', taskId],
      ['CardType', template.card_type],
      ['ResponseCode', issueResponseCode(world, message.id)],
      ...selectedItems(world, selected),
    ],
  });
  if (reply) applyPassiveReply(world, reply, userid, { message, card });
  return delivered;
}

function ensurePressable({ isDisabled, template }: CardFace, { key, menu }: PressInput): void {
  const keys = menu
    ? (template.action_menu?.action_list ?? []).map((each) => each.key)
    : [
        ...(template.button_list ?? []).filter((each) => each.type !== 1).map((each) => each.key),
        template.submit_button?.key,
      ];
  if (!keys.includes(key)) throw new ControlError(409, '卡片上没有这个按钮');
  if (isDisabled && !menu) throw new ControlError(409, '按钮已不可点击');
}

/** The choices sent along: what was chosen, else what the card came with. */
function chosen(template: TemplateCard, wanted: Record<string, string[]>): Record<string, string[]> {
  const selects = [...(template.select_list ?? []), ...(template.button_selection ? [template.button_selection] : [])];
  const questions = selects.map(({ question_key, option_list, selected_id }) => ({
    question_key,
    option_list,
    isMulti: false,
    preset: selected_id ? [selected_id] : [],
  }));
  if (template.checkbox) {
    const { question_key, option_list, mode } = template.checkbox;
    const preset = option_list.filter((each) => each.is_checked).map((each) => each.id);
    questions.push({ question_key, option_list, isMulti: mode === 1, preset });
  }
  const answers: Record<string, string[]> = {};
  for (const { question_key, option_list, isMulti, preset } of questions) {
    const ids = wanted[question_key] ?? preset;
    const isKnown = ids.every((id) => option_list.some((each) => each.id === id));
    if (!isKnown || (ids.length > 1 && !isMulti)) throw new ControlError(400, `选项不存在或只能单选：${question_key}`);
    if (ids.length > 0) answers[question_key] = ids;
  }
  return answers;
}

function selectedItems(world: World, selected: Record<string, string[]>): XmlField[] {
  const list = world.state.settings.optionIdsSpelling;
  const item = list === 'OptionIds' ? 'OptionId' : 'OpitonId';
  const items = Object.entries(selected).map<XmlField>(([question, ids]) => [
    'SelectedItem',
    [
      ['QuestionKey', question],
      [list, ids.map<XmlField>((id) => [item, id])],
    ],
  ]);
  return items.length > 0 ? [['SelectedItems', items]] : [];
}
