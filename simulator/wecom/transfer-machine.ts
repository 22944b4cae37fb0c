import { DAY } from '../clock.ts';
import { type Follow, type Transfer } from '../state.ts';
import { type World } from '../world.ts';
import { tellCustomerEvent } from './external-events.ts';

/** Reference 6.11: WAITING → after 24 hours DONE or LIMIT; the customer may refuse before. */
export function startTransfer(
  world: World,
  draft: Pick<Transfer, 'kind' | 'externalUserid' | 'handover' | 'takeover'>,
): Transfer {
  const now = world.clock.now();
  const id = `transfer${++world.state.serial}`;
  const transfer: Transfer = { ...draft, id, status: 'waiting', startedAt: now, dueAt: now + DAY };
  world.state.transfers.push(transfer);
  changed(world, transfer);
  return transfer;
}

/** Completes what is due; called whenever time passed. */
export function completeDueTransfers(world: World): void {
  const now = world.clock.now();
  for (const transfer of world.state.transfers) {
    if (transfer.status === 'waiting' && transfer.dueAt <= now) completeTransfer(world, transfer, transfer.dueAt);
  }
}

export function completeTransfer(world: World, transfer: Transfer, at: number): void {
  const { state } = world;
  const own = state.follows.filter((each) => each.userid === transfer.takeover && each.leftAt === null);
  if (own.length >= state.settings.customerLimit) return fail(world, transfer, 'limit', 'customer_limit_exceed', at);
  const old = followOf(world, transfer);
  moveFollow(world, transfer, old, at);
  transfer.status = 'done';
  transfer.dueAt = at;
  changed(world, transfer);
  if (!state.settings.transferEvents) return;
  tellCustomerEvent(world, 'add_external_contact', transfer.takeover, transfer.externalUserid);
  if (transfer.kind === 'onjob') {
    tellCustomerEvent(world, 'del_external_contact', transfer.handover, transfer.externalUserid, [
      ['Source', 'DELETE_BY_TRANSFER'],
    ]);
  }
}

export function refuseTransfer(world: World, transfer: Transfer): void {
  fail(world, transfer, 'refused', 'customer_refused', world.clock.now());
}

/** The row that is handed over: of a leaver it waits with `leftAt`. */
export function followOf(
  world: World,
  { kind, handover, externalUserid }: Pick<Transfer, 'kind' | 'handover' | 'externalUserid'>,
) {
  return world.state.follows.find(
    (each) =>
      each.userid === handover &&
      each.externalUserid === externalUserid &&
      (each.leftAt === null) === (kind === 'onjob'),
  );
}

/** Remark, description and company name go along (doc 92125). */
function moveFollow(world: World, transfer: Transfer, old: Follow | undefined, at: number): void {
  const { state } = world;
  state.follows = state.follows.filter((each) => each !== old);
  const known = state.follows.some(
    (each) =>
      each.userid === transfer.takeover && each.externalUserid === transfer.externalUserid && each.leftAt === null,
  );
  if (!old || known) return;
  state.follows.push({
    ...old,
    userid: transfer.takeover,
    operUserid: transfer.takeover,
    createdAt: at,
    addWay: 202,
    leftAt: null,
  });
}

function fail(world: World, transfer: Transfer, status: 'refused' | 'limit', reason: string, at: number): void {
  transfer.status = status;
  transfer.dueAt = at;
  changed(world, transfer);
  if (!world.state.settings.transferEvents) return;
  tellCustomerEvent(world, 'transfer_fail', transfer.takeover, transfer.externalUserid, [['FailReason', reason]]);
}

function changed(world: World, transfer: Transfer): void {
  world.live.emit({ type: 'transfer', transferId: transfer.id });
  world.storage.saveSoon();
}
