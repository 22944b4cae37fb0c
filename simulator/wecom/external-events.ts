import { type XmlField } from '../state.ts';
import { type World } from '../world.ts';

type CustomerChange = 'add_external_contact' | 'edit_external_contact' | 'del_external_contact' | 'transfer_fail';

/** `change_external_chat` with the owner as what changed (reference 6.10). */
export function tellGroupOwnerChanged(world: World, chatId: string): void {
  void world.callbacks.send({
    target: 'app',
    name: 'change_external_chat/update',
    from: 'sys',
    fields: [
      ['MsgType', 'event'],
      ['Event', 'change_external_chat'],
      ['ChatId', chatId],
      ['ChangeType', 'update'],
      ['UpdateDetail', 'change_owner'],
    ],
  });
}

/** `change_external_contact` to the app (reference 6.10, doc 92130). */
export function tellCustomerEvent(
  world: World,
  change: CustomerChange,
  userid: string,
  externalUserid: string,
  more: XmlField[] = [],
): void {
  void world.callbacks.send({
    target: 'app',
    name: `change_external_contact/${change}`,
    from: 'sys',
    fields: [
      ['MsgType', 'event'],
      ['Event', 'change_external_contact'],
      ['ChangeType', change],
      ...(change === 'transfer_fail' ? more : []),
      ['UserID', userid],
      ['ExternalUserID', externalUserid],
      ...(change === 'transfer_fail' ? [] : more),
    ],
  });
}
