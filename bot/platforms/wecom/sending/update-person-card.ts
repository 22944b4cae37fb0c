import { z } from 'zod';

import { ChatError, type Card, type CardHandle, type CardPress } from '../../../../server/ports/chat.ts';
import { toAccount } from '../api/account.ts';
import { renderAppUpdate } from '../cards.ts';
import { type AppSender } from './to-person.ts';

const updateAnswer = z.object({});

/**
 * Replaces a card which the app sent to one person (doc 94888). Every code works once: the press's own first, it is the
 * one its client waits for, then the code of the send.
 */
export async function updatePersonCard(
  sender: AppSender,
  account: string,
  handle: CardHandle,
  card: Card,
  press: CardPress | undefined,
): Promise<void> {
  const codes = updateCodes(account, handle, press);
  for (const [index, code] of codes.entries()) {
    try {
      return await updateWith(sender, code, card);
    } catch (error) {
      const isLast = index === codes.length - 1;
      if (isLast || !(error instanceof ChatError) || error.code !== 'card_expired') throw error;
    }
  }
  throw new ChatError('card_expired', 'no_update_code', 'the card was sent without a code to update it with');
}

/** A press on somebody else's copy carries the code of that copy, not of this one. */
function updateCodes(account: string, handle: CardHandle, press: CardPress | undefined): string[] {
  const isOwnPress = press?.via === 'app' && toAccount(press.account) === toAccount(account);
  const codes = [isOwnPress ? press.updateCode : null, handle.updateCode];
  return [...new Set(codes.filter((code) => code !== null))];
}

async function updateWith(sender: AppSender, code: string, card: Card): Promise<void> {
  await sender.client.call({
    path: '/cgi-bin/message/update_template_card',
    secret: 'app',
    body: {
      atall: 1,
      agentid: sender.config.agentId,
      response_code: code,
      template_card: renderAppUpdate(card, sender.openUrl),
    },
    answer: updateAnswer,
  });
}
