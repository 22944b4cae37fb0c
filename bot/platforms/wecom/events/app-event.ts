import { createHash } from 'node:crypto';

import { z } from 'zod';

import { type CardPress, type InboundEvent } from '../../../../server/ports/chat.ts';
import { toAccount } from '../api/account.ts';
import { selectedOptions } from './selected-options.ts';

type Happening = InboundEvent extends infer E ? (E extends unknown ? Omit<E, 'dedupeKey' | 'at'> : never) : never;

const text = z.string().default('');

/** What a decrypted callback may hold (docs 90239, 90240, 90967, 92130); everything arrives as text. */
const callback = z.looseObject({
  ToUserName: z.string(),
  FromUserName: z.string(),
  CreateTime: z.string().regex(/^\d{1,12}$/),
  MsgType: z.string(),
  MsgId: text,
  Event: text,
  ChangeType: text,
  EventKey: text,
  TaskId: text,
  ResponseCode: text,
  UserID: text,
  NewUserID: text,
  ExternalUserID: text,
  Id: text,
});

type Callback = z.infer<typeof callback>;

/** Understands one decrypted callback; null when it is not one, `foreign` when it is another company's. */
export function readAppEvent(fields: Record<string, unknown>, corpId: string): InboundEvent | null | 'foreign' {
  const parsed = callback.safeParse(fields);
  if (!parsed.success) return null;
  if (parsed.data.ToUserName !== corpId) return 'foreign';
  const at = new Date(Number(parsed.data.CreateTime) * 1000);
  return { dedupeKey: dedupeKey(parsed.data), at, ...understand(parsed.data) };
}

function understand(callback: Callback): Happening {
  if (callback.MsgType !== 'event') return { kind: 'ignored', what: callback.MsgType };
  switch (callback.Event) {
    case 'template_card_event':
      return { kind: 'card_pressed', ...readPress(callback) };
    case 'change_contact':
      return readContactChange(callback);
    case 'change_external_contact':
      return {
        kind: 'external_contact_changed',
        account: toAccount(callback.UserID),
        externalKey: callback.ExternalUserID,
        change: callback.ChangeType,
      };
    case 'enter_agent':
      return { kind: 'app_entered', account: toAccount(callback.FromUserName) };
    // Entered or left the visible range: ask who they are now. It never means that they left the company.
    case 'subscribe':
    case 'unsubscribe':
      return { kind: 'person_changed', account: toAccount(callback.FromUserName), newAccount: null };
    default:
      return { kind: 'ignored', what: callback.Event };
  }
}

function readPress(callback: Callback): CardPress {
  return {
    via: 'app',
    account: toAccount(callback.FromUserName),
    taskId: callback.TaskId,
    actionKey: callback.EventKey,
    selected: selectedOptions(callback['SelectedItems']),
    updateCode: callback.ResponseCode || null,
    chatId: null,
    requestId: null,
  };
}

function readContactChange(callback: Callback): Happening {
  switch (callback.ChangeType) {
    case 'create_user':
    case 'update_user': {
      const newAccount = callback.NewUserID === '' ? null : toAccount(callback.NewUserID);
      return { kind: 'person_changed', account: toAccount(callback.UserID), newAccount };
    }
    case 'delete_user':
      return { kind: 'person_left', account: toAccount(callback.UserID) };
    case 'create_party':
    case 'update_party':
    case 'delete_party':
      return { kind: 'department_changed', departmentKey: callback.Id };
    default:
      return { kind: 'ignored', what: callback.ChangeType };
  }
}

/** Equal for every delivery of one event, different for two (reference 4.6): events have no id of their own. */
function dedupeKey(callback: Callback): string {
  if (callback.MsgId !== '') return `wecom:message:${callback.MsgId}`;
  const { FromUserName, CreateTime, Event, ChangeType, EventKey, TaskId, ResponseCode } = callback;
  const { UserID, NewUserID, ExternalUserID, Id } = callback;
  const isPress = Event === 'template_card_event';
  const parts = isPress
    ? [TaskId, EventKey, FromUserName, CreateTime, ResponseCode]
    : [FromUserName, CreateTime, Event, ChangeType, EventKey, TaskId, UserID, NewUserID, ExternalUserID, Id];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `wecom:${isPress ? 'press' : 'event'}:${digest}`;
}
