import type { CallbackReceiver } from '../../server/ports/callbacks.ts';
import {
  type ChatError,
  type Card,
  type CardHandle,
  type CardPress,
  type Chat,
  type ChatContent,
  type ChatTarget,
} from '../../server/ports/chat.ts';
import type { Directory, DirectoryDepartment, DirectoryPerson } from '../../server/ports/directory.ts';
import type { ExternalContact, ExternalContacts, TransferOutcome } from '../../server/ports/external-contacts.ts';
import type { Login } from '../../server/ports/login.ts';
import type { ChatPlatform } from '../../server/ports/platform.ts';
import type { Clock } from '../../server/kernel/clock.ts';

/** What its group webhooks begin with. */
const webhookAddresses = ['https://group.test/send?key=', 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key='];

/** A platform behind the ports that records what it is asked; the real adapter is tested against the simulator. */
export class FakePlatform implements ChatPlatform {
  readonly name = 'wecom' as const;
  readonly sent: { target: ChatTarget; content: ChatContent; duplicateKey: string | undefined }[] = [];
  readonly updates: { target: ChatTarget; handle: CardHandle; card: Card; press: CardPress | undefined }[] = [];
  /** Thrown by the next sends and logins, one each. */
  readonly failures: ChatError[] = [];
  /** Thrown by the next card updates, one each. */
  readonly updateFailures: ChatError[] = [];
  /** Runs while a message is on its way. */
  onSend: () => void = () => undefined;
  departments: DirectoryDepartment[] = [];
  people: DirectoryPerson[] = [];
  /** Everybody in the company; null as when the platform does not tell. */
  allAccounts: Set<string> | null = null;
  contacts = new Map<string, ExternalContact[]>();
  outcomes = new Map<string, TransferOutcome>();
  readonly transfers: { kind: string; from: string; to: string; externalKeys: string[]; employment: string }[] = [];
  readonly robot = null;

  private readonly clock: Clock;
  constructor(clock: Clock) {
    this.clock = clock;
  }

  readonly chat: Chat = {
    limits: { perPersonPerMinute: 25, perPersonPerHour: 800, perWebhookPerMinute: 18, perRobotChatPerMinute: 25 },
    hasRobot: true,
    webhookAddress: (text) => (webhookAddresses.some((known) => text.startsWith(known)) ? text : null),
    send: (target, content, options) => {
      const failure = this.failures.shift();
      if (failure) return Promise.reject(failure);
      this.onSend();
      this.sent.push({ target, content, duplicateKey: options?.duplicateKey });
      return Promise.resolve({
        platformMessageId: `m${this.sent.length}`,
        updateCode: content.type === 'card' && content.card.actions.length > 0 ? `code${this.sent.length}` : null,
      });
    },
    updateCard: (target, handle, card, press) => {
      const failure = this.updateFailures.shift();
      if (failure) return Promise.reject(failure);
      this.updates.push({ target, handle, card, press });
      return Promise.resolve();
    },
  };

  readonly directory: Directory = {
    listDepartments: () => Promise.resolve(this.departments),
    listPeople: (key) =>
      Promise.resolve(this.people.filter((person) => person.departments.some((one) => one.key === key))),
    findPerson: (account) => {
      const found = this.people.find((person) => person.account === account);
      return Promise.resolve(found ?? (this.allAccounts?.has(account) ? 'hidden' : 'left'));
    },
    listAllAccounts: () => Promise.resolve(this.allAccounts),
  };

  readonly login: Login = {
    authorizeUrl: ({ surface, redirectUrl, state }) =>
      `http://login.test/${surface}?redirect=${encodeURIComponent(redirectUrl)}&state=${state}`,
    exchange: (code) => {
      const failure = this.failures.shift();
      if (failure) return Promise.reject(failure);
      if (code.startsWith('account:')) return Promise.resolve({ account: code.slice(8) });
      return Promise.resolve(code === 'outsider' ? 'outsider' : 'code_used');
    },
    signPage: (url) => {
      const signature = { timestamp: Math.floor(this.clock.now().getTime() / 1000), nonceStr: 'n', signature: url };
      return Promise.resolve({ corpId: 'corp', agentId: '1', corp: signature, agent: signature });
    },
    isInside: (userAgent) => /wxwork/i.test(userAgent),
  };

  readonly callbacks: CallbackReceiver = {
    paths: { app: 'wecom', contacts: 'wecom/contacts' },
    verifyAddress: () => ({ refused: 'not_configured' }),
    receive: () => ({ refused: 'unsigned' }),
  };

  readonly externalContacts: ExternalContacts = {
    listOf: (account) => Promise.resolve(this.contacts.get(account) ?? []),
    readAll: async (take) => {
      for (const contacts of this.contacts.values()) await take(contacts);
    },
    transfer: (input) => {
      this.transfers.push(input);
      return Promise.resolve(
        input.externalKeys.map((externalKey) => ({
          externalKey,
          state: input.kind === 'group' ? ('done' as const) : ('waiting' as const),
          code: '0',
          message: 'ok',
        })),
      );
    },
    transferOutcomes: () =>
      Promise.resolve(
        [...this.outcomes].map(([externalKey, outcome]) => ({ externalKey, outcome, at: this.clock.now() })),
      ),
  };
}
