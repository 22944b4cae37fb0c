import type {
  ConversationView,
  MessagePage,
  MessageView,
  PressInput,
  PressOutcome,
  TemplateCard,
} from '../../simulator/control/types.ts';

/** The simulator's control API, as a test uses it. */
export interface Control {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Moves the product's and the platform's time. @param to ISO instant */
  moveClock(to: string): Promise<void>;
  conversationsOf(userid: string): Promise<ConversationView[]>;
  /** Newest 200, oldest first. */
  messagesOf(conversationId: string, userid: string): Promise<MessageView[]>;
  /** All of them, oldest first. */
  allMessagesOf(conversationId: string, userid: string): Promise<MessageView[]>;
  press(messageId: string, input: PressInput): Promise<PressOutcome>;
}

export function createControl(url: string): Control {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/simulator/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const pageOf = (id: string, userid: string, before = ''): Promise<MessagePage> => {
    const path = `conversations/${encodeURIComponent(id)}/messages?for=${userid}&limit=200`;
    return ask('GET', before ? `${path}&before=${before}` : path);
  };
  return {
    url,
    get: (path) => ask('GET', path),
    send: ask,
    moveClock: (to) => ask('POST', 'clock', { now: to }),
    conversationsOf: (userid) => ask('GET', `people/${userid}/conversations`),
    messagesOf: async (id, userid) => (await pageOf(id, userid)).messages,
    allMessagesOf: async (id, userid) => {
      let page = await pageOf(id, userid);
      const all = page.messages;
      while (page.hasMore) {
        page = await pageOf(id, userid, page.messages[0]?.id);
        all.unshift(...page.messages);
      }
      return all;
    },
    press: (messageId, input) => ask('POST', `messages/${messageId}/press`, input),
  };
}

/** Titles and texts of a message's card; empty for anything else. */
export const cardText = ({ content }: MessageView): string =>
  content.kind === 'card' ? JSON.stringify(content.card.template) : '';

/** The card of a message. */
export const cardOf = ({ content }: MessageView): TemplateCard | null =>
  content.kind === 'card' ? content.card.template : null;
