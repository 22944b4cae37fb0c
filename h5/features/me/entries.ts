import { type GrantedPermission } from '../../../server/contract/permissions.ts';
import { type IconName } from '../../ui/icons.ts';

interface Entry {
  label: string;
  hint?: string;
  icon: IconName;
  to: string;
  needs?: GrantedPermission;
  leaders?: boolean;
}

/** The session's viewer is read-only, a fresh one is not; both will do. */
type Viewer = { id: string; permissions: readonly GrantedPermission[]; leads: readonly unknown[] };

const groups: readonly { title: string; entries: readonly Entry[] }[] = [
  {
    title: '工作',
    entries: [
      { label: '我的跟进记录', icon: 'note', to: '/follow-ups?authorId=me' },
      { label: '客户交接', icon: 'swap', to: '/handovers' },
      { label: '日报', icon: 'chart', to: '/digests' },
      { label: '提醒与免打扰', icon: 'bell', to: '/me/preferences' },
    ],
  },
  {
    title: '管理',
    entries: [
      {
        label: '日报群',
        hint: '把部门日报发到群里',
        icon: 'group',
        to: '/admin/groups',
        needs: 'groups.manage',
        leaders: true,
      },
      { label: '组织与同步', icon: 'people', to: '/admin/org', needs: 'org.manage' },
      { label: '角色与权限', icon: 'shield', to: '/admin/roles', needs: 'org.manage' },
      { label: '产品', icon: 'box', to: '/admin/products', needs: 'catalogue.manage' },
      {
        label: '字典',
        hint: '行业、来源、赢输单原因',
        icon: 'list',
        to: '/admin/dictionaries',
        needs: 'dictionaries.manage',
      },
      { label: '消息台账', icon: 'mail', to: '/admin/messages', needs: 'messages.manage' },
    ],
  },
];

/** What this person finds under 我的: entries they have no use for are not there. */
export const meEntries = (me: Viewer) =>
  groups
    .map(({ title, entries }) => ({
      title,
      entries: entries
        .filter(
          ({ needs, leaders }) => !needs || me.permissions.includes(needs) || (leaders === true && me.leads.length > 0),
        )
        .map((entry) => ({ ...entry, to: entry.to.replace('authorId=me', `authorId=${me.id}`) })),
    }))
    .filter(({ entries }) => entries.length > 0);
