import { HOUR } from './clock.ts';
import { completeDueTransfers } from './wecom/transfer-machine.ts';
import { type World } from './world.ts';

/** What time does by itself: hand-overs complete, what expired is forgotten. Validity never depends on it. */
export function sweep(world: World): void {
  completeDueTransfers(world);
  const { oauthCodes, userTickets, responseCodes, sentBodies } = world.state;
  const longAgo = world.clock.now() - 4 * HOUR;
  forget(oauthCodes, (each) => each.expiresAt < longAgo);
  forget(userTickets, (each) => each.expiresAt < longAgo);
  forget(responseCodes, (each) => each.expiresAt < longAgo);
  forget(sentBodies, (sentAt) => sentAt < longAgo);
}

function forget<Value>(record: Record<string, Value>, isOld: (value: Value) => boolean): void {
  for (const [key, value] of Object.entries(record)) if (isOld(value)) delete record[key];
}
