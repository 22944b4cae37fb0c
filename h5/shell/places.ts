import { type IconName } from '../ui/icons.ts';

export type PlaceName = 'workbench' | 'customers' | 'opportunities' | 'approvals' | 'me';

/** The five places of the tab bar; everything else is reached from them. */
export const places: readonly { name: PlaceName; label: string; path: string; icon: IconName }[] = [
  { name: 'workbench', label: '工作台', path: '/', icon: 'home' },
  { name: 'customers', label: '客户', path: '/customers', icon: 'people' },
  { name: 'opportunities', label: '商机', path: '/opportunities', icon: 'target' },
  { name: 'approvals', label: '审批', path: '/approvals', icon: 'stamp' },
  { name: 'me', label: '我的', path: '/me', icon: 'person' },
];
