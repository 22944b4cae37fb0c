import { type StoredCard, type StoredMessage } from '../state.ts';
import { readReplacement } from '../wecom/card-updates.ts';
import { type XmlTree } from '../wecom/reply-xml.ts';
import { cardFromXml } from '../wecom/card-xml.ts';
import { WecomError } from '../wecom/error.ts';
import { cutBytes } from '../wecom/media-store.ts';
import { type World } from '../world.ts';
import { disableButtons, replaceCard } from './card-faces.ts';
import { postMessage } from './post-message.ts';

/** What the CRM answered within five seconds (reference 4.7, 7.8); changes the presser's own card only. */
export function applyPassiveReply(
  world: World,
  reply: XmlTree,
  userid: string,
  pressed: { message: StoredMessage; card: StoredCard } | null,
): void {
  const kind = textOf(reply.MsgType);
  if (kind === 'text') return sayText(world, userid, textOf(reply.Content));
  if (!pressed || !world.state.settings.passiveCardReplies) return;
  const { message, card } = pressed;
  if (kind === 'update_button') {
    const button = typeof reply.Button === 'object' && !Array.isArray(reply.Button) ? reply.Button : {};
    disableButtons(world, message, card, textOf(button.ReplaceName), [userid]);
  }
  if (kind === 'update_template_card') replaceFromXml(world, reply, userid, message, card);
}

/** A card WeCom would not accept is dropped without a word: nobody reads the answer to an answer. */
function replaceFromXml(world: World, reply: XmlTree, userid: string, message: StoredMessage, card: StoredCard): void {
  try {
    replaceCard(world, message, card, readReplacement(world, message, card, cardFromXml(reply.TemplateCard)), [userid]);
  } catch (error) {
    if (!(error instanceof WecomError)) throw error;
  }
}

function sayText(world: World, userid: string, text: string): void {
  if (text === '') return;
  const content = { kind: 'text', text: cutBytes(text, 2048), mentions: [], mentionsEveryone: false } as const;
  postMessage(world, {
    place: { kind: 'app' },
    sender: { kind: 'app' },
    content: { ...content, mentions: [] },
    audience: [userid],
  });
}

function textOf(value: XmlTree[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
