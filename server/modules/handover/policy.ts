import type { HandoverState } from '../../contract/handover.ts';

/** How somebody stands to a case. */
export interface Standing {
  /** Manages all hand-overs. */
  manages: boolean;
  isAssignee: boolean;
  /** Somewhere above the person whose records change hands. */
  isAbove: boolean;
  /** Gets, or got, something. */
  isReceiver: boolean;
}

const decides = (standing: Standing): boolean => standing.manages || standing.isAssignee || standing.isAbove;

export const canSee = (standing: Standing): boolean => decides(standing) || standing.isReceiver;

export const canAssign = (standing: Standing, of: { state: HandoverState }): boolean =>
  decides(standing) && of.state === 'open';

export const canUndo = (standing: Standing, of: { state: HandoverState; undoUntil: Date | null }, now: Date): boolean =>
  decides(standing) && of.state === 'done' && of.undoUntil !== null && now < of.undoUntil;

/** May this person decide about the case at all, whatever its state? */
export const mayDecide = decides;
