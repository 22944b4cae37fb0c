import { handleInbox, storeInbound } from './kernel/inbox.ts';
import type { PageAnswer, PageRequest, PageRoute } from './kernel/route.ts';
import type { Kernel } from './kernel/work.ts';
import type { CallbackChannel, CallbackReceiver, CallbackRefusal } from './ports/callbacks.ts';

export interface CallbackOptions {
  kernel: Kernel;
  receiver: CallbackReceiver;
  handle: (channel: string, payload: unknown, id: string) => Promise<void>;
}

/** The platform's callback addresses: verify, store durably, answer, then handle at once. The inbox retries what fails. */
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
  { kernel, receiver, handle }: CallbackOptions,
  channel: CallbackChannel,
  request: PageRequest,
): Promise<PageAnswer> => {
  const result = receiver.receive(channel, request.query, request.body);
  if ('refused' in result) return refuse(result.refused);
  if (result.event.kind === 'ignored') return accepted;
  const id = await storeInbound(kernel, channel, result.event.dedupeKey, result.event);
  if (id) void handleInbox(kernel, handle, id).catch(() => kernel.log.debug({ id }, 'left to the inbox'));
  return accepted;
};

/** The platform takes an empty answer as "received". */
const accepted: PageAnswer = { body: '' };

const refuse = (reason: CallbackRefusal): PageAnswer => ({
  status: reason === 'malformed' || reason === 'too_large' ? 400 : 403,
});
