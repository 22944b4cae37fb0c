/**
 * The control API of the simulator: what a page or a test may read and do, under `/simulator/api` (JSON, instants as ISO strings).
 *
 * | method, path                               | body                    | answer                  |
 * |--------------------------------------------|-------------------------|-------------------------|
 * | GET  credentials                           |                         | Credentials             |
 * | GET  clock · POST clock                    | ClockMove               | ClockState              |
 * | GET  app                                   |                         | AppView                 |
 * | GET  company                               |                         | CompanyView             |
 * | POST company (load an org file)            | org file                | CompanyView             |
 * | POST people                                | PersonInput             | PersonView              |
 * | PATCH people/:userid                       | PersonChange            | PersonView              |
 * | DELETE people/:userid (leaves the company) |                         | Done                    |
 * | POST people/:userid/rename                 | { newUserid }           | PersonView              |
 * | POST departments                           | DepartmentInput         | DepartmentView          |
 * | PATCH departments/:id · DELETE             | DepartmentChange        | DepartmentView · Done   |
 * | PUT  visible-range                         | VisibleRange            | VisibleRange            |
 * | GET  people/:userid/conversations          |                         | ConversationView[]      |
 * | POST people/:userid/enter-agent            |                         | DeliveryOutcome         |
 * | POST people/:userid/enter-robot            |                         | DeliveryOutcome         |
 * | POST people/:userid/menu                   | { key }                 | DeliveryOutcome         |
 * | GET  conversations/:id/messages?for=userid&before=messageId&limit=50 |  | MessagePage        |
 * | POST conversations/:id/messages            | SpeakInput              | SpeakOutcome            |
 * | POST conversations/:id/read                | { userid }              | Done                    |
 * | POST messages/:id/press                    | PressInput              | PressOutcome            |
 * | GET  media/:id                             |                         | bytes                   |
 * | GET  stream (server-sent events)           |                         | LiveEvent per `data:`   |
 * | GET  groups · POST groups                  | GroupInput              | GroupView[] · GroupView |
 * | PATCH groups/:chatid · DELETE              | GroupChange             | GroupView · Done        |
 * | GET  external-contacts                     |                         | ExternalContactView[]   |
 * | GET  transfers                             |                         | TransferView[]          |
 * | POST transfers/:id/refuse · accept         |                         | TransferView            |
 * | GET  faults · POST faults · DELETE faults  | FaultInput              | FaultView[] · FaultView |
 * | DELETE faults/:id                          |                         | Done                    |
 * | GET  requests (last 500) · DELETE requests |                         | RequestEntry[]          |
 * | GET  callbacks (last 500)                  |                         | CallbackEntry[]         |
 * | POST callbacks/verify                      | { target }              | CallbackVerification    |
 * | GET  counters                              |                         | Counters                |
 * | POST tokens/revoke                         | RevokeInput             | { revoked: number }     |
 * | GET  settings · PATCH settings             | Partial<Settings>       | Settings                |
 * | POST jssdk/verify                          | JsSignature             | JsSignatureVerdict      |
 * | GET  robot                                 |                         | RobotView               |
 * | POST reset                                 |                         | Done                    |
 *
 * A refused call answers HTTP 400, 404 or 409 with `ControlProblem`.
 */
export interface ControlProblem {
  message: string;
}

export interface Done {
  done: true;
}

/** What a CRM needs to talk to this simulator; fixed for the demo apart from the addresses. */
export interface Credentials {
  corpId: string;
  agentId: number;
  agentSecret: string;
  callbackToken: string;
  callbackAesKey: string;
  contactsSecret: string;
  contactsCallbackToken: string;
  contactsCallbackAesKey: string;
  aibotId: string;
  aibotSecret: string;
  apiUrl: string;
  oauthUrl: string;
  loginUrl: string;
  aibotUrl: string;
}

export interface ClockState {
  now: string;
  /** Simulated time minus real time. */
  offsetMs: number;
}

/** Exactly one of the three. After `now` or `advanceSeconds` the clock goes on running from there. */
export type ClockMove = { now: string } | { advanceSeconds: number } | { reset: true };

export interface MenuButton {
  type?: string;
  name: string;
  key?: string;
  url?: string;
  sub_button?: MenuButton[];
}

export interface AppView {
  name: string;
  agentId: number;
  corpId: string;
  /** What the workbench icon opens. */
  homeUrl: string;
  menu: MenuButton[];
  robotName: string;
}

export interface RobotView {
  name: string;
  connected: boolean;
}

// --- company -------------------------------------------------------------------------------------------------------------

/** 1 active, 2 disabled, 4 not activated. Somebody who left is not in the company any more. */
export type PersonStatus = 1 | 2 | 4;

export interface DepartmentView {
  id: number;
  /** null for the root. */
  parentId: number | null;
  name: string;
  /** Bigger sorts first. */
  order: number;
  leaders: string[];
}

export interface PersonView {
  userid: string;
  name: string;
  departments: number[];
  mainDepartment: number;
  leaderOf: number[];
  directLeader: string | null;
  mobile: string;
  position: string;
  /** 0 unknown, 1 male, 2 female. */
  gender: 0 | 1 | 2;
  avatar: string;
  status: PersonStatus;
  /** Inside the app's visible range. */
  isVisible: boolean;
}

export interface VisibleRange {
  departmentIds: number[];
  userids: string[];
}

export interface CompanyView {
  name: string;
  departments: DepartmentView[];
  people: PersonView[];
  /** Who left, in that order. */
  leavers: PersonRef[];
  visibleRange: VisibleRange;
}

export interface PersonInput {
  userid: string;
  name: string;
  departments: number[];
  mainDepartment?: number;
  leaderOf?: number[];
  directLeader?: string | null;
  mobile?: string;
  position?: string;
  gender?: 0 | 1 | 2;
  avatar?: string;
  status?: PersonStatus;
}

export type PersonChange = Partial<Omit<PersonInput, 'userid'>>;

export interface DepartmentInput {
  id?: number;
  parentId: number;
  name: string;
  order?: number;
}

export type DepartmentChange = Partial<Omit<DepartmentInput, 'id'>>;

// --- conversations -------------------------------------------------------------------------------------------------------

/** `app:<userid>` the app's conversation with a person, `group:<chatid>`, `robot:<userid>` the smart robot's single chat. */
export type ConversationKind = 'app' | 'group' | 'robot';

export interface PersonRef {
  userid: string;
  name: string;
}

export interface ConversationView {
  id: string;
  kind: ConversationKind;
  name: string;
  unread: number;
  lastMessage: { time: string; preview: string } | null;
  /** Groups only. */
  members: PersonRef[];
  /** The smart robot can be mentioned here (always true in its single chat). */
  robotIn: boolean;
}

export type Sender =
  | { kind: 'person'; userid: string; name: string }
  | { kind: 'app'; name: string }
  | { kind: 'robot'; name: string }
  | { kind: 'webhook'; name: string };

export interface Article {
  title: string;
  description: string;
  url: string;
  pictureUrl: string;
}

/** Everything a page needs to draw a message. Urls of uploaded things point at `/simulator/api/media/:id`. */
export type MessageContent =
  | { kind: 'text'; text: string; mentions: PersonRef[]; mentionsEveryone: boolean }
  | {
      kind: 'markdown';
      text: string;
      flavour: 'app' | 'webhook' | 'v2' | 'robot';
      isStreaming: boolean;
      pictures: string[];
    }
  | { kind: 'image'; url: string }
  | { kind: 'file'; name: string; size: number; url: string }
  | { kind: 'voice'; url: string }
  | { kind: 'video'; url: string; title: string; description: string }
  | { kind: 'textcard'; title: string; description: string; url: string; buttonText: string }
  | { kind: 'news'; articles: Article[] }
  | { kind: 'miniprogram_notice'; title: string; description: string; items: { key: string; value: string }[] }
  | { kind: 'card'; card: CardView }
  | { kind: 'recalled' };

/** A template card as one person sees it now. */
export interface CardView {
  /** The card in WeCom's own JSON (reference 7.3, 7.4), after any replacement. */
  template: TemplateCard;
  /** Buttons and selectors cannot be used any more. */
  isDisabled: boolean;
  /** Text on the disabled button, e.g. 已同意. */
  replaceText: string | null;
  /** What this person chose when pressing, by question_key. */
  selected: Record<string, string[]>;
  /** 0 as sent, then one more at each update. */
  revision: number;
}

export type CardType =
  'text_notice' | 'news_notice' | 'button_interaction' | 'vote_interaction' | 'multiple_interaction';

export interface CardOption {
  id: string;
  text: string;
  is_checked?: boolean;
}

export interface CardSelect {
  question_key: string;
  title?: string;
  selected_id?: string;
  disable?: boolean;
  option_list: CardOption[];
}

export interface CardJump {
  /** 1 url, 2 mini-program. */
  type?: number;
  url?: string;
  appid?: string;
  pagepath?: string;
}

export interface TemplateCard {
  card_type: CardType;
  source?: { icon_url?: string; desc?: string; desc_color?: number };
  action_menu?: { desc?: string; action_list: { text: string; key: string }[] };
  task_id?: string;
  main_title?: { title?: string; desc?: string };
  quote_area?: CardJump & { title?: string; quote_text?: string };
  emphasis_content?: { title?: string; desc?: string };
  sub_title_text?: string;
  horizontal_content_list?: {
    type?: number;
    keyname: string;
    value?: string;
    url?: string;
    media_id?: string;
    userid?: string;
  }[];
  jump_list?: (CardJump & { title: string; question?: string })[];
  card_action?: CardJump;
  image_text_area?: CardJump & { title?: string; desc?: string; image_url?: string };
  card_image?: { url: string; aspect_ratio?: number };
  vertical_content_list?: { title: string; desc?: string }[];
  button_selection?: CardSelect;
  button_list?: { type?: number; text: string; style?: number; key?: string; url?: string }[];
  checkbox?: { question_key: string; option_list: CardOption[]; disable?: boolean; mode?: number };
  select_list?: CardSelect[];
  submit_button?: { text?: string; key: string };
  replace_text?: string;
}

export interface MessageView {
  id: string;
  conversationId: string;
  time: string;
  sender: Sender;
  content: MessageContent;
}

/** Oldest first. `hasMore`: older ones exist, ask with `before` = id of the first. */
export interface MessagePage {
  messages: MessageView[];
  hasMore: boolean;
}

export interface SpeakInput {
  userid: string;
  text: string;
  /** In a group: put @robot in front. Writing `@<robot name>` in the text does the same. */
  mentionsRobot?: boolean;
}

/** Whether the CRM took the callback (HTTP 200, or the robot's socket is connected). `toast` is what the client would show. */
export interface DeliveryOutcome {
  delivered: boolean;
  toast?: string;
}

export interface SpeakOutcome extends DeliveryOutcome {
  message: MessageView;
}

export interface PressInput {
  userid: string;
  /** Key of the button, of the submit button, or of the menu action. */
  key: string;
  /** Chosen option ids by question_key. */
  selected?: Record<string, string[]>;
  /** The key is one of the card's top right menu. */
  menu?: boolean;
}

export interface PressOutcome extends DeliveryOutcome {
  /** The card as the presser sees it when the callback came back; later changes arrive on the stream. */
  message: MessageView;
}

// --- groups, external contacts ---------------------------------------------------------------------------------------------

export interface GroupView {
  chatid: string;
  name: string;
  owner: string;
  members: PersonRef[];
  /** null without a webhook robot. */
  webhookUrl: string | null;
  robotIn: boolean;
  /** Made by appchat/create. */
  isAppGroup: boolean;
}

export interface GroupInput {
  name: string;
  members: string[];
  owner?: string;
  chatid?: string;
  webhook?: boolean;
  robotIn?: boolean;
}

export type GroupChange = Partial<Omit<GroupInput, 'chatid'>>;

export interface ExternalContactView {
  externalUserid: string;
  name: string;
  corpName: string;
  followers: { userid: string; name: string; remark: string; hasLeft: boolean }[];
}

export type TransferStatus = 'waiting' | 'done' | 'refused' | 'limit';

export interface TransferView {
  id: string;
  kind: 'onjob' | 'resigned';
  externalUserid: string;
  externalName: string;
  handover: PersonRef;
  takeover: PersonRef;
  status: TransferStatus;
  startedAt: string;
  /** When it completes by itself, or when it ended. */
  dueAt: string;
}

// --- faults, logs, settings ------------------------------------------------------------------------------------------------

/**
 * `path` is compared with the request path, `*` matches anything; robot frames have the path `/aibot/<cmd>`.
 * `times` omitted: until cleared. A delay may be combined with any outcome; without another one the call goes on normally.
 * `drop` cuts the connection before the call takes effect, `dropAnswer` after it did (not for robot frames).
 */
export interface FaultInput {
  path: string;
  times?: number;
  errcode?: number;
  httpStatus?: number;
  delayMs?: number;
  drop?: boolean;
  dropAnswer?: boolean;
}

export interface FaultView extends FaultInput {
  id: string;
  hits: number;
}

export interface RequestEntry {
  id: number;
  time: string;
  method: string;
  path: string;
  /** null when the answer carried none (bytes, HTML, a dropped connection). */
  errcode: number | null;
  httpStatus: number;
  durationMs: number;
  /** Request body as text, at most 4,000 characters. */
  body: string;
}

export type CallbackTarget = 'app' | 'contacts';

export interface CallbackEntry {
  id: number;
  time: string;
  target: CallbackTarget;
  /** e.g. template_card_event, change_contact/update_user, text. */
  name: string;
  attempts: number;
  outcome: 'delivered' | 'failed' | 'pending';
  /** HTTP status or network error of the last attempt. */
  detail: string;
  xml: string;
}

export interface CallbackVerification {
  ok: boolean;
  detail: string;
}

export interface Counters {
  /** Calls by path. */
  calls: Record<string, number>;
  /** Calls by errcode. */
  errors: Record<string, number>;
  /** Recipient-times of message/send. */
  sent: number;
  /** Silently dropped by the per-member limits. */
  dropped: number;
  /** Not delivered again because of enable_duplicate_check. */
  duplicates: number;
  callbacks: { delivered: number; failed: number };
}

/** `invalid` makes tokens unknown (40014), `expired` makes them expired (42001). */
export interface RevokeInput {
  as: 'invalid' | 'expired';
}

export interface Settings {
  /** null: any address may call. Otherwise 60020 for the others. */
  ipAllowList: string[] | null;
  /** Base limits of reference 1.3 and the silent drops; off makes none of them apply. */
  frequencyLimits: boolean;
  /** Calls per minute by exact path, instead of the base limit. */
  pathLimits: Record<string, number>;
  duplicateCallbacks: boolean;
  /** Each callback waits for the next one (at most two seconds) and goes after it. */
  reorderCallbacks: boolean;
  /** Element name of chosen options in card events. */
  optionIdsSpelling: 'OptionIds' | 'OpitonIds';
  /** Reference 15: `ids` sends ids only and nothing for a mere rename. */
  contactEvents: 'full' | 'ids';
  /** Reference 15: documents disagree whether passive replies change a card. */
  passiveCardReplies: boolean;
  /** Reference 15: whether hand-overs made by API call back. */
  transferEvents: boolean;
  /** Customers one member may have. */
  customerLimit: number;
  /** The app was switched off in the admin console: gettoken answers 50003. */
  appDisabled: boolean;
  /** The CRM's public address: callback target, trusted domain, home page. */
  appUrl: string;
}

export interface JsSignature {
  url: string;
  nonceStr: string;
  timestamp: number | string;
  signature: string;
  /** `corp` for config, `agent` for agentConfig. */
  kind: 'corp' | 'agent';
}

/** 0 ok, 40093 signature error, 42012 signed with the other ticket or no ticket was ever fetched. */
export interface JsSignatureVerdict {
  errcode: 0 | 40093 | 42012;
  errmsg: string;
}

// --- live updates ------------------------------------------------------------------------------------------------------------

export type LiveEvent =
  | { type: 'message'; conversationIds: string[]; messageId: string }
  | { type: 'card'; conversationIds: string[]; messageId: string }
  | { type: 'org' }
  | { type: 'groups' }
  | { type: 'clock'; clock: ClockState }
  | { type: 'robot'; connected: boolean }
  | { type: 'transfer'; transferId: string }
  | { type: 'reset' };
