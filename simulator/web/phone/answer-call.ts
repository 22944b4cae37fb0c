import { type BridgeResult, type Params } from '../bridge/protocol.ts';
import { nameOf } from '../chat/names.ts';
import { openSheet, type Place } from '../state/sheets.ts';
import { closeWebview } from '../state/webview.ts';

interface Menu {
  show(): void;
  hide(): void;
}
type Answer = (params: Params, menu: Menu) => Promise<Params | null> | Params | null;

/** The client's own screens and acts by native name. null: the person closed it without a choice. */
const answers: Record<string, Answer> = {
  selectEnterpriseContact: chooseColleagues,
  openUserProfile: ({ userid }) => shown((done) => openSheet({ kind: 'profile', userid: String(userid), done })),
  geoLocation: async () => {
    const place = await choose<Place>((done) => openSheet({ kind: 'place', done }));
    return (
      place && { latitude: String(place.latitude), longitude: String(place.longitude), accuracy: '30', speed: '0' }
    );
  },
  openLocation: ({ name, address }) =>
    shown((done) => openSheet({ kind: 'map', name: String(name ?? ''), address: String(address ?? ''), done })),
  imagePreview: ({ urls, current }) =>
    shown((done) =>
      openSheet({
        kind: 'pictures',
        urls: Array.isArray(urls) ? urls.map(String) : [],
        current: String(current),
        done,
      }),
    ),
  scanQRCode: async () => {
    const text = await choose<string>((done) => openSheet({ kind: 'scan', done }));
    return text === null ? null : { resultStr: text };
  },
  closeWindow: () => {
    closeWebview();
    return {};
  },
  hideOptionMenu: (_, menu) => {
    menu.hide();
    return {};
  },
  showOptionMenu: (_, menu) => {
    menu.show();
    return {};
  },
  openDefaultBrowser: ({ url }) => {
    window.open(String(url), '_blank', 'noopener');
    return {};
  },
};

/** One JS-SDK call of the page in the phone. */
export async function answerCall(name: string, params: Params, menu: Menu): Promise<BridgeResult> {
  const answer = answers[name];
  if (!answer) return { err_msg: `${name}:fail_function not exist` };
  const result = await answer(params, menu);
  return result ? { ...result, err_msg: `${name}:ok` } : { err_msg: `${name}:cancel` };
}

async function chooseColleagues({ mode, selectedUserIds }: Params): Promise<Params | null> {
  const chosen = Array.isArray(selectedUserIds) ? selectedUserIds.map(String) : [];
  const userids = await choose<string[]>((done) =>
    openSheet({ kind: 'colleagues', isMulti: mode === 'multi', chosen, done }),
  );
  if (!userids) return null;
  const userList = userids.map((id) => ({ id, name: nameOf(id), avatar: '' }));
  return { result: JSON.stringify({ departmentList: [], userList }) };
}

const choose = <Value>(open: (done: (value: Value | null) => void) => void) => new Promise<Value | null>(open);

const shown = (open: (done: () => void) => void) => new Promise<Params>((done) => open(() => done({})));
