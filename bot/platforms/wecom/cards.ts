import { type Card, type CardAction } from '../../../server/ports/chat.ts';
import { appCardLengths, cardCounts, robotCardLengths, type CardLengths } from './limits.ts';
import { cutParagraph, cutText } from './texts.ts';

/** The parts of WeCom's cards which we use (docs 90236, 101032); keys as on the wire. */
export interface TemplateCard {
  card_type: 'text_notice' | 'button_interaction';
  main_title: { title: string; desc?: string };
  emphasis_content?: { title: string; desc: string };
  sub_title_text?: string;
  horizontal_content_list?: { type?: 0 | 3; keyname: string; value: string; userid?: string }[];
  card_action: { type: 1; url: string };
  /** Robots know no `type` and `url`: their buttons only call back (doc 101032). */
  button_list?: { text: string; style: number; key: string; type?: 1; url?: string }[];
  task_id?: string;
  replace_text?: string;
}

/** Where a card leads: an address of ours that signs the reader in, then goes on to the page. */
export type OpenUrl = (path: string) => string;

export function createOpenUrl(publicUrl: string): OpenUrl {
  const base = publicUrl.replace(/\/+$/, '');
  return (path) => `${base}/open?to=${encodeURIComponent(path)}`;
}

/**
 * To a person: buttons call back; `task_id` also on notices, so that two equal ones are not taken for duplicates. What was settled before it
 * could be sent goes out as a notice: `replace_text` is for updates only.
 */
export function renderAppCard(card: Card, openUrl: OpenUrl): TemplateCard {
  const hasButtons = card.actions.length > 0 && card.settled === undefined;
  const render = hasButtons ? renderButtons : renderNotice;
  return { ...render(card, openUrl, appCardLengths), task_id: card.taskId };
}

/** The new state of a sent card. Its table has no `task_id` (doc 94888); `replace_text` takes the place of all buttons. */
export function renderAppUpdate(card: Card, openUrl: OpenUrl): TemplateCard {
  const lengths = appCardLengths;
  if (card.settled === undefined) {
    return card.actions.length > 0 ? renderButtons(card, openUrl, lengths) : renderNotice(card, openUrl, lengths);
  }
  const label = cutText(card.settled, lengths.button);
  const actions: CardAction[] =
    card.actions.length > 0 ? card.actions : [{ key: 'settled', label: card.settled, style: 'default' }];
  return { ...renderButtons({ ...card, actions }, openUrl, lengths), replace_text: label };
}

/** Into a group through its webhook: never a `task_id` or anything that calls back (doc 99110). */
export function renderWebhookCard(card: Card, openUrl: OpenUrl): TemplateCard {
  return renderNotice(card, openUrl, appCardLengths);
}

/** Through the smart robot: `task_id` also names the card in updates, and a settled card is a notice (docs 101031, 101032). */
export function renderRobotCard(card: Card, openUrl: OpenUrl): TemplateCard {
  const actions = card.actions.filter((action) => action.path === undefined);
  const hasButtons = actions.length > 0 && card.settled === undefined;
  const render = hasButtons ? renderButtons : renderNotice;
  return { ...render({ ...card, actions }, openUrl, robotCardLengths), task_id: card.taskId };
}

function renderButtons(card: Card, openUrl: OpenUrl, lengths: CardLengths): TemplateCard {
  return {
    card_type: 'button_interaction',
    ...renderBody(card, card.text, openUrl, lengths),
    button_list: card.actions.slice(0, cardCounts.buttons).map((action) => renderButton(action, openUrl, lengths)),
  };
}

function renderButton(action: CardAction, openUrl: OpenUrl, lengths: CardLengths) {
  return {
    text: cutText(action.label, lengths.button),
    style: buttonStyles[action.style],
    key: action.key,
    ...(action.path !== undefined && { type: 1 as const, url: openUrl(action.path) }),
  };
}

function renderNotice(card: Card, openUrl: OpenUrl, lengths: CardLengths): TemplateCard {
  const text = [card.settled, card.text].filter(Boolean).join('\n');
  return {
    card_type: 'text_notice',
    ...(card.emphasis && {
      emphasis_content: {
        title: cutText(card.emphasis.value, lengths.emphasisValue),
        desc: cutText(card.emphasis.label, lengths.emphasisLabel),
      },
    }),
    ...renderBody(card, text, openUrl, lengths),
  };
}

type Body = Omit<TemplateCard, 'card_type'>;

function renderBody(card: Card, text: string | undefined, openUrl: OpenUrl, lengths: CardLengths): Body {
  const facts = card.facts.slice(0, cardCounts.facts);
  return {
    main_title: {
      title: cutText(card.title, lengths.title),
      ...(card.subtitle && { desc: cutText(card.subtitle, lengths.subtitle) }),
    },
    ...(text && { sub_title_text: cutParagraph(text, lengths.text) }),
    ...(facts.length > 0 && {
      horizontal_content_list: facts.map((fact) => ({
        ...(fact.account !== undefined && { type: 3 as const, userid: fact.account }),
        keyname: cutText(fact.label, lengths.factLabel),
        value: cutText(fact.value, lengths.factValue),
      })),
    }),
    card_action: { type: 1, url: openUrl(card.path) },
  };
}

const buttonStyles: Record<CardAction['style'], number> = { primary: 1, default: 2, danger: 3 };
