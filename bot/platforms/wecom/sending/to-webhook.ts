import { createHash } from 'node:crypto';

import { z } from 'zod';

import { ChatError, type ChatContent, type SendReceipt } from '../../../../server/ports/chat.ts';
import { renderWebhookCard, type OpenUrl } from '../cards.ts';
import { type WecomClient } from '../client.ts';
import { officialUrls } from '../config.ts';
import { pictureBytes, textBytes } from '../limits.ts';
import { cutBytes, withoutTags } from '../texts.ts';
import { ensurePicture } from './picture.ts';

export interface WebhookSender {
  client: WecomClient;
  apiUrl: string;
  openUrl: OpenUrl;
}

const sendAnswer = z.object({});

/** A message into a group through its webhook robot (doc 99110): no receipt, no buttons, no duplicate check. */
export async function sendToWebhook(
  sender: WebhookSender,
  address: string,
  content: ChatContent,
): Promise<SendReceipt> {
  const key = readWebhookKey(address, sender.apiUrl);
  await sender.client.call({
    path: '/cgi-bin/webhook/send',
    secret: null,
    query: { key },
    body: renderMessage(sender, content),
    limitKey: createHash('sha256').update(key).digest('hex').slice(0, 16),
    answer: sendAnswer,
  });
  return { platformMessageId: null, updateCode: null };
}

/**
 * The key of a webhook address. People paste these addresses, so only the platform's own host and path are taken and the
 * call itself always goes to the configured API. @throws ChatError `recipient_invalid`
 */
export function readWebhookKey(address: string, apiUrl: string): string {
  const key = findWebhook(address, apiUrl)?.searchParams.get('key');
  if (key) return key;
  throw new ChatError('recipient_invalid', 'webhook_address', 'not the address of a group webhook');
}

/** The address without anything that does not belong to it; null when it is not one. */
export function plainWebhookAddress(address: string, apiUrl: string): string | null {
  const url = findWebhook(address, apiUrl);
  return url && `${url.origin}${url.pathname}?key=${url.searchParams.get('key')}`;
}

function findWebhook(address: string, apiUrl: string): URL | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const origins = [new URL(officialUrls.api).origin, new URL(apiUrl).origin];
  const key = url?.searchParams.get('key') ?? '';
  const isPlatform = url && origins.includes(url.origin) && url.pathname === '/cgi-bin/webhook/send';
  return isPlatform && /^[\w-]{1,128}$/.test(key) ? url : null;
}

function renderMessage(sender: WebhookSender, content: ChatContent): object {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: cutBytes(withoutTags(content.text), textBytes.webhookText) } };
    case 'markdown':
      return { msgtype: 'markdown', markdown: { content: cutBytes(content.markdown, textBytes.webhookMarkdown) } };
    case 'card':
      return { msgtype: 'template_card', template_card: renderWebhookCard(content.card, sender.openUrl) };
    case 'picture': {
      ensurePicture(content.png, pictureBytes.webhook);
      const md5 = createHash('md5').update(content.png).digest('hex');
      return { msgtype: 'image', image: { base64: content.png.toString('base64'), md5 } };
    }
  }
}
