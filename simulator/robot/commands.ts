import { type World } from '../world.ts';
import { push } from './push.ts';
import { respondMessage, respondUpdate, respondWelcome } from './replies.ts';
import { finishUpload, initUpload, uploadChunk } from './uploads.ts';

export interface RobotCall {
  world: World;
  reqId: string;
  body: Record<string, unknown>;
  ip: string;
}

/** What the robot may send after it subscribed; a returned object becomes the `body` of the ack. */
export const robotCommands: Record<string, (call: RobotCall) => Record<string, unknown> | undefined> = {
  aibot_send_msg: push,
  aibot_respond_msg: respondMessage,
  aibot_respond_welcome_msg: respondWelcome,
  aibot_respond_update_msg: respondUpdate,
  aibot_upload_media_init: initUpload,
  aibot_upload_media_chunk: uploadChunk,
  aibot_upload_media_finish: finishUpload,
};
