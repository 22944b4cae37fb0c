import { type FaultInput } from '../../control/types.ts';

export interface Preset {
  text: string;
  hint: string;
  fault: Omit<FaultInput, 'times'>;
}

/** What really goes wrong at WeCom, in the words of somebody who shows the product. */
export const presets: Preset[] = [
  { text: '发消息超出频率', hint: '45009', fault: { path: '/cgi-bin/message/send', errcode: 45009 } },
  { text: '发消息系统繁忙', hint: '-1', fault: { path: '/cgi-bin/message/send', errcode: -1 } },
  { text: '更新卡片失败', hint: '60140', fault: { path: '/cgi-bin/message/update_template_card', errcode: 60140 } },
  { text: '群推送地址失效', hint: '93000', fault: { path: '/cgi-bin/webhook/send', errcode: 93000 } },
  { text: '登录码无效', hint: '40029', fault: { path: '/cgi-bin/auth/getuserinfo', errcode: 40029 } },
  { text: '通讯录不可用', hint: 'HTTP 502', fault: { path: '/cgi-bin/user/*', httpStatus: 502 } },
  { text: '所有接口变慢', hint: '3 秒', fault: { path: '/cgi-bin/*', delayMs: 3000 } },
  { text: '所有接口断线', hint: '连接中断', fault: { path: '/cgi-bin/*', drop: true } },
];

export function describeFault({ errcode, httpStatus, delayMs, drop }: FaultInput): string {
  const parts = [
    errcode === undefined ? null : `错误码 ${errcode}`,
    httpStatus === undefined ? null : `HTTP ${httpStatus}`,
    delayMs === undefined ? null : `延迟 ${delayMs / 1000} 秒`,
    drop ? '断开连接' : null,
  ];
  return parts.filter(Boolean).join('，');
}
