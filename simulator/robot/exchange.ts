import { type Place } from '../state.ts';
import { ensure } from '../wecom/error.ts';
import { type World } from '../world.ts';

/** Something the robot was told, under a req_id it may answer: a message, a pressed card, the day's first visit. */
export interface Exchange {
  kind: 'message' | 'card' | 'enter';
  place: Exclude<Place, { kind: 'app' }>;
  userid: string;
  /** The pressed card's message. */
  messageId: string | null;
  taskId: string | null;
  at: number;
  isAnswered: boolean;
  hasCard: boolean;
  /** Called once when the answer arrived. */
  onAnswer: () => void;
}

/** The open exchange of this kind within its time; 846605 for everything else (reference 9.7). */
export function openExchange(world: World, reqId: string, kind: Exchange['kind'], withinMs: number): Exchange {
  const exchange = world.robotLine.exchanges.get(reqId);
  ensure(exchange?.kind === kind, 846605);
  ensure(world.clock.now() - exchange.at <= withinMs, 846605, 'req_id expired');
  return exchange;
}
