import {
  type CallbackTarget,
  type MenuButton,
  type MessageContent,
  type Settings,
  type TemplateCard,
} from './control/types.ts';

/** Everything that survives a restart, as plain JSON. Times are milliseconds of the simulated clock. */
export interface State {
  version: 1;
  clockOffsetMs: number;
  /** Source of every generated id. */
  serial: number;
  /** Digest of the org file this state began with: another file begins another state. */
  orgFileDigest: string;
  company: Company;
  /** Grows with every change of the company or of the visible range. */
  orgVersion: number;
  /** People who left, so that old messages and customers still have a name. */
  leavers: { userid: string; name: string; leftAt: number }[];
  visibleRange: { departmentIds: number[]; userids: string[] };
  externals: ExternalContact[];
  follows: Follow[];
  transfers: Transfer[];
  customerGroups: CustomerGroup[];
  groups: Group[];
  messages: StoredMessage[];
  /** Last message read, by `userid|conversation id`. */
  reads: Record<string, number>;
  /** message id by task_id, apart for the app and the robot. */
  taskIds: Record<string, string>;
  responseCodes: Record<string, ResponseCode>;
  sentBodies: Record<string, number>;
  tokens: Token[];
  tickets: Ticket[];
  oauthCodes: Record<string, OauthCode>;
  userTickets: Record<string, { userid: string; expiresAt: number }>;
  media: Record<string, Media>;
  menu: MenuButton[];
  /** Conversations in which somebody spoke to the robot; days on which a person entered its single chat. */
  robotSpokenIn: string[];
  robotEntered: Record<string, string>;
  settings: Settings;
}

export interface Company {
  name: string;
  departments: Department[];
  people: Person[];
}

export interface Department {
  id: number;
  /** 0 for the root. */
  parentId: number;
  name: string;
  order: number;
}

export interface Person {
  userid: string;
  name: string;
  departments: number[];
  mainDepartment: number;
  leaderOf: number[];
  directLeader: string | null;
  mobile: string;
  position: string;
  gender: 0 | 1 | 2;
  avatar: string;
  status: 1 | 2 | 4;
}

export interface ExternalContact {
  externalUserid: string;
  name: string;
  corpName: string;
}

/** A member follows a customer. After the member left the row stays, `leftAt` set, until it is assigned to somebody. */
export interface Follow {
  userid: string;
  externalUserid: string;
  remark: string;
  description: string;
  remarkCorpName: string;
  remarkMobiles: string[];
  createdAt: number;
  addWay: number;
  operUserid: string;
  leftAt: number | null;
}

export interface Transfer {
  id: string;
  kind: 'onjob' | 'resigned';
  externalUserid: string;
  handover: string;
  takeover: string;
  status: 'waiting' | 'done' | 'refused' | 'limit';
  startedAt: number;
  dueAt: number;
}

/** A group with customers in it, kept by one member. */
export interface CustomerGroup {
  chatId: string;
  name: string;
  owner: string;
  createdAt: number;
  /** Members of the company by userid, customers by external userid. */
  members: { id: string; joinedAt: number }[];
  /** `resigned` until the group of a leaver has been given to somebody, then `inherited`. */
  status: 'normal' | 'resigned' | 'inherited';
  /** Every change of owner through the API. */
  handovers: { kind: 'onjob' | 'resigned'; from: string; at: number }[];
}

export interface Group {
  chatid: string;
  name: string;
  owner: string;
  members: string[];
  webhookKey: string | null;
  robotIn: boolean;
  isAppGroup: boolean;
}

export type Place = { kind: 'app' } | { kind: 'group'; chatid: string } | { kind: 'robot'; userid: string };

export type StoredContent = Exclude<MessageContent, { kind: 'card' } | { kind: 'recalled' }> | { kind: 'card' };

export interface StoredMessage {
  id: string;
  seq: number;
  place: Place;
  /** Receivers of an app message; empty elsewhere. */
  audience: string[];
  sender: { kind: 'person'; userid: string } | { kind: 'app' | 'robot' | 'webhook' };
  at: number;
  content: StoredContent;
  card: StoredCard | null;
  recalledAt: number | null;
  /** Stream id of a robot's answer. */
  streamId: string | null;
}

export interface StoredCard {
  origin: 'app' | 'robot' | 'webhook';
  original: CardFace;
  /** What everybody sees after an update for all. */
  shared: CardFace | null;
  faces: Record<string, CardFace>;
}

export interface CardFace {
  template: TemplateCard;
  isDisabled: boolean;
  replaceText: string | null;
  selected: Record<string, string[]>;
  revision: number;
}

export interface ResponseCode {
  messageId: string;
  expiresAt: number;
  used: boolean;
}

export type Secret = 'agent' | 'contacts';

export interface Token {
  token: string;
  secret: Secret;
  expiresAt: number;
}

export interface Ticket {
  ticket: string;
  kind: 'corp' | 'agent';
  expiresAt: number;
}

export interface OauthCode {
  userid: string | null;
  externalUserid: string | null;
  scope: string;
  expiresAt: number;
  used: boolean;
}

export interface Media {
  type: 'image' | 'voice' | 'video' | 'file';
  filename: string;
  contentType: string;
  size: number;
  /** null: permanent. */
  expiresAt: number | null;
  /** A webhook's own upload may be sent by that webhook only. */
  webhookKey: string | null;
}

export interface CallbackEvent {
  target: CallbackTarget;
  /** e.g. `change_contact/update_user`. */
  name: string;
  from: string;
  fields: XmlField[];
}

export type XmlField = [name: string, value: string | number | XmlField[]];

export function emptyState(settings: Settings): State {
  return {
    version: 1,
    clockOffsetMs: 0,
    serial: 0,
    orgFileDigest: '',
    company: { name: '', departments: [], people: [] },
    orgVersion: 1,
    leavers: [],
    visibleRange: { departmentIds: [], userids: [] },
    externals: [],
    follows: [],
    transfers: [],
    customerGroups: [],
    groups: [],
    messages: [],
    reads: {},
    taskIds: {},
    responseCodes: {},
    sentBodies: {},
    tokens: [],
    tickets: [],
    oauthCodes: {},
    userTickets: {},
    media: {},
    menu: [],
    robotSpokenIn: [],
    robotEntered: {},
    settings,
  };
}
