import { createHash } from 'node:crypto';

import { z } from 'zod';

import { ChatError, type ChatContent, type SendReceipt } from '../../../../server/ports/chat.ts';
import { type SharedSecretCache } from '../../../../server/ports/platform.ts';
import { multipart } from '../api/multipart.ts';
import { unlessRefused } from '../api/refusal.ts';
import { renderAppCard, type OpenUrl } from '../cards.ts';
import { type WecomClient } from '../client.ts';
import { type WecomConfig } from '../config.ts';
import { duplicateCheckSeconds, pictureBytes, textBytes } from '../limits.ts';
import { cutBytes, withoutTags } from '../texts.ts';
import { ensurePicture, pictureFileName } from './picture.ts';

export interface AppSender {
  client: WecomClient;
  config: Pick<WecomConfig, 'corpId' | 'agentId'>;
  secrets: SharedSecretCache;
  openUrl: OpenUrl;
}

const sendAnswer = z.object({
  msgid: z.string().optional(),
  response_code: z.string().optional(),
  invaliduser: z.string().optional(),
});

const uploadAnswer = z.object({ media_id: z.string().min(1) });

/** A message of the app to one person (doc 90236). Overflow of the per-person limits is dropped without a word. */
export async function sendToPerson(
  sender: AppSender,
  account: string,
  content: ChatContent,
  duplicateKey: string | undefined,
): Promise<SendReceipt> {
  ensureOnePerson(account);
  const call = sender.client.call({
    path: '/cgi-bin/message/send',
    secret: 'app',
    body: {
      touser: account,
      agentid: sender.config.agentId,
      ...(await renderMessage(sender, content, duplicateKey)),
      ...(duplicateKey !== undefined && {
        enable_duplicate_check: 1,
        duplicate_check_interval: duplicateCheckSeconds,
      }),
    },
    answer: sendAnswer,
  });
  const isRepeatableCard = content.type === 'card' && duplicateKey !== undefined;
  const answer = await unlessRefused(call, isRepeatableCard ? takenTask : [], alreadySent);
  if (answer.invaliduser) throw new ChatError('recipient_invalid', 'invaliduser', answer.invaliduser);
  return { platformMessageId: answer.msgid ?? null, updateCode: answer.response_code || null };
}

/**
 * A task_id is taken once per app, and it is not documented whether that is looked at before the duplicate check. A retry
 * that finds its card's task taken has arrived the first time.
 */
const takenTask = [42014];
const alreadySent: z.infer<typeof sendAnswer> = {};

/** `@all` and lists are addresses too; a message for one person must never become one for many. */
function ensureOnePerson(account: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9_\-@.]{0,63}$/.test(account)) return;
  throw new ChatError('recipient_invalid', 'account', 'not the userid of one person');
}

async function renderMessage(
  sender: AppSender,
  content: ChatContent,
  duplicateKey: string | undefined,
): Promise<object> {
  switch (content.type) {
    case 'text':
      return { msgtype: 'text', text: { content: cutBytes(withoutTags(content.text), textBytes.personText) } };
    case 'markdown':
      return { msgtype: 'markdown', markdown: { content: cutBytes(content.markdown, textBytes.personMarkdown) } };
    case 'card':
      return { msgtype: 'template_card', template_card: renderAppCard(content.card, sender.openUrl) };
    case 'picture': {
      const mediaId = await uploadPicture(sender, content.png, content.name, duplicateKey);
      return { msgtype: 'image', image: { media_id: mediaId } };
    }
  }
}

/** Media live three days, but only a retry wants the same one again. */
const MEDIA_SECONDS = 2 * 3600;

/** The duplicate check compares whole requests: a retry must name the media of the first try, also from another process. */
async function uploadPicture(
  sender: AppSender,
  png: Buffer,
  name: string,
  duplicateKey: string | undefined,
): Promise<string> {
  ensurePicture(png, pictureBytes.person);
  const upload = async (): Promise<string> => {
    const answer = await sender.client.call({
      path: '/cgi-bin/media/upload',
      secret: 'app',
      query: { type: 'image' },
      upload: multipart({ name: pictureFileName(name), contentType: 'image/png', bytes: png }),
      answer: uploadAnswer,
    });
    return answer.media_id;
  };
  if (duplicateKey === undefined) return upload();
  const digest = createHash('sha256').update(duplicateKey).update('\0').update(png).digest('hex').slice(0, 32);
  return sender.secrets.get(`wecom:media:${sender.config.corpId}:${digest}`, async () => ({
    value: await upload(),
    expiresInSeconds: MEDIA_SECONDS,
  }));
}
