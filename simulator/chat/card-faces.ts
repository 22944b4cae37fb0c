import { type TemplateCard } from '../control/types.ts';
import { type CardFace, type StoredCard, type StoredMessage } from '../state.ts';
import { type World } from '../world.ts';
import { messageChanged, newFace, taskKey } from './post-message.ts';

/** The card as one person sees it now. */
export function faceOf(card: StoredCard, userid: string): CardFace {
  return card.faces[userid] ?? card.shared ?? card.original;
}

/** Replaces the card for some, or with `everyone` for all who see it, also those who join later. */
export function replaceCard(
  world: World,
  message: StoredMessage,
  card: StoredCard,
  template: TemplateCard,
  userids: string[] | 'everyone',
): void {
  if (userids === 'everyone') {
    card.shared = newFace(template, latestRevision(card) + 1);
    card.faces = {};
  } else {
    for (const userid of userids) card.faces[userid] = newFace(template, faceOf(card, userid).revision + 1);
  }
  if (template.task_id) world.state.taskIds[taskKey(card.origin, template.task_id)] = message.id;
  messageChanged(world, message);
}

/** Turns the buttons into one grey text. */
export function disableButtons(
  world: World,
  message: StoredMessage,
  card: StoredCard,
  replaceText: string,
  userids: string[],
): void {
  for (const userid of userids) {
    const face = faceOf(card, userid);
    card.faces[userid] = { ...face, isDisabled: true, replaceText, revision: face.revision + 1 };
  }
  messageChanged(world, message);
}

function latestRevision(card: StoredCard): number {
  return Math.max(
    ...[card.original, ...Object.values(card.faces)].map((each) => each.revision),
    card.shared?.revision ?? 0,
  );
}
