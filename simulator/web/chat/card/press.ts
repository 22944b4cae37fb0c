import { inject, type InjectionKey, provide, reactive } from 'vue';
import { showToast } from 'vant';

import { type MessageView, type PressInput, type PressOutcome } from '../../../control/types.ts';
import { ask, attempt } from '../../api.ts';

/** What a card can do in the conversation it stands in. */
export interface CardActions {
  viewer(): string;
  replace(message: MessageView): void;
  /** Puts a question to the robot (jump type 3). */
  say(text: string): void;
}

const key: InjectionKey<CardActions> = Symbol('card actions');

export const provideCardActions = (actions: CardActions): void => provide(key, actions);

/** How long the client waits for the card to change after a press was taken (reference 7.5). */
const SETTLE_MS = 1500;

/** Pressing: the key that is on its way spins, the others wait, a silent CRM becomes the client's toast. */
export function useCardPress(messageId: () => string) {
  const actions = inject(key);
  const busy = reactive<{ key: string | null }>({ key: null });

  async function press(input: Omit<PressInput, 'userid'>): Promise<void> {
    if (busy.key !== null || !actions) return;
    busy.key = input.key;
    const before = Date.now();
    const path = `messages/${messageId()}/press`;
    const outcome = await attempt(() => ask<PressOutcome>('POST', path, { ...input, userid: actions.viewer() }));
    if (outcome) {
      actions.replace(outcome.message);
      if (!outcome.delivered && outcome.toast) showToast(outcome.toast);
    }
    const isStillOpen = outcome?.delivered && !isSettled(outcome.message);
    if (isStillOpen && !input.menu) await wait(SETTLE_MS - (Date.now() - before));
    busy.key = null;
  }

  return { busy, press, say: (text: string) => actions?.say(text) };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

const isSettled = ({ content }: MessageView) =>
  content.kind !== 'card' || content.card.isDisabled || content.card.revision > 0;
