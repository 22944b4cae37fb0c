import { computed, ref, watch } from 'vue';

import { type PersonView } from '../../control/types.ts';
import { moveClock, now } from '../state/clock.ts';
import { peopleById } from '../state/company.ts';
import { conversations, openChat } from '../state/conversations.ts';
import { become, findSeller } from '../state/viewer.ts';
import { openHome } from '../state/webview.ts';
import { quickMoves } from '../bar/moves.ts';
import { showColumn } from '../state/columns.ts';

export interface Step {
  title: string;
  text: string;
  action: { text: string; run: () => void } | null;
}

const DISMISSED = 'simulator.story';
export const isStoryOpen = ref(localStorage.getItem(DISMISSED) !== 'closed');
watch(isStoryOpen, (open) => localStorage.setItem(DISMISSED, open ? 'open' : 'closed'));

const seller = computed(() => findSeller());
const manager = computed(() => peopleById.value.get(seller.value?.directLeader ?? ''));
const nameOf = (person: PersonView | undefined, otherwise: string) => person?.name ?? otherwise;

/** The product's main job, to be played alone. */
export const steps = computed<Step[]>(() => {
  const sells = nameOf(seller.value, '销售');
  const leads = nameOf(manager.value, '经理');
  return [
    {
      title: `以销售${sells}的身份打开应用`,
      text: '在手机工作台点应用图标，企业微信免密登录，进入客户管理。',
      action: { text: `拿起${sells}的手机`, run: () => pickUp(seller.value, openHome) },
    },
    { title: '记一次跟进', text: '选客户，写下发生了什么和下次联系时间，三步就好。', action: null },
    {
      title: '申请低于目录价的成交',
      text: '在商机里点赢单，把成交价填到目录价的八折左右，提交审批；低于七五折还要再上一级同意。',
      action: null,
    },
    {
      title: `经理${leads}在卡片上点同意`,
      text: '审批卡片会出现在经理的应用消息和部门群里，点下后各处一起变成结果。',
      action: { text: `换成${leads}`, run: () => pickUp(manager.value, () => openChatOf('app')) },
    },
    {
      title: '把时钟拨到 18:30',
      text: '到点后，绑定了日报的部门群收到当日小结和一张图；绑定在应用的「我的 · 日报群」里。',
      action: { text: '跳到 18:30', run: skipToDigest },
    },
    {
      title: '让一位销售离职',
      text: '在人员菜单里选离职，上级会收到交接卡片，客户随之换手。',
      action: { text: '看组织架构', run: () => showColumn('org') },
    },
  ];
});

function pickUp(person: PersonView | undefined, then: () => void): void {
  if (!person) return;
  become(person.userid);
  // The phone is put down when it changes hands: the page opens after that.
  setTimeout(then);
}

function openChatOf(kind: 'app' | 'group'): void {
  const chat = conversations.value.find((each) => each.kind === kind);
  if (chat) void openChat(chat.id);
  showColumn('chat');
}

function skipToDigest(): void {
  const evening = quickMoves(now.value)[1];
  if (evening) void moveClock(evening.move);
  openChatOf('group');
}
