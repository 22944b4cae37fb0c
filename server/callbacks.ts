import type { Intake } from './kernel/inbox.ts';
import type { PageAnswer, PageRequest, PageRoute } from './kernel/route.ts';
import type { CallbackChannel, CallbackReceiver, CallbackRefusal } from './ports/callbacks.ts';

export interface CallbackOptions {
  receiver: CallbackReceiver;
  take: Intake;
}

/** The platform's callback addresses: verify, store durably, answer. Handling is the intake's matter. */
export const callbackPages = (options: CallbackOptions): PageRoute[] =>
  (Object.entries(options.receiver.paths) as [CallbackChannel, string][]).flatMap(([channel, path]) => [
    {
      method: 'GET',
      path: `/callbacks/${path}`,
      permission: 'public',
      why: "the platform's address check, signed",
      handle: (request) => Promise.resolve(checkAddress(options, channel, request)),
    },
    {
      method: 'POST',
      path: `/callbacks/${path}`,
      permission: 'public',
      why: 'events of the platform, signed and encrypted',
      handle: (request) => receive(options, channel, request),
    },
  ]);

const checkAddress = ({ receiver }: CallbackOptions, channel: CallbackChannel, request: PageRequest): PageAnswer => {
  const answer = receiver.verifyAddress(channel, request.query);
  return 'refused' in answer ? refuse(answer.refused) : { body: answer.echo };
};

const receive = async (
  { receiver, take }: CallbackOptions,
  channel: CallbackChannel,
  request: PageRequest,
): Promise<PageAnswer> => {
  const result = receiver.receive(channel, request.query, request.body);
  if ('refused' in result) return refuse(result.refused);
  if (result.event.kind !== 'ignored') await take(channel, result.event.dedupeKey, result.event);
  return accepted;
};

/** The platform takes an empty answer as "received". */
const accepted: PageAnswer = { body: '' };

const refuse = (reason: CallbackRefusal): PageAnswer => ({
  status: reason === 'malformed' || reason === 'too_large' ? 400 : 403,
});
