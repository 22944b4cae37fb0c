import { describe, expect, it } from 'vitest';

import {
  createOpenUrl,
  renderAppCard,
  renderAppUpdate,
  renderRobotCard,
  renderWebhookCard,
} from '../../../../bot/platforms/wecom/cards.ts';
import { type Card } from '../../../../server/ports/chat.ts';

const openUrl = createOpenUrl('https://crm.example.com/');

const approval: Card = {
  taskId: 'approval_42_v1',
  title: '折扣审批',
  subtitle: '张三 提交',
  facts: [
    { label: '客户', value: '华东智造有限公司' },
    { label: '申请人', value: '张三', account: 'zhangsan' },
  ],
  text: '整体折扣 15%',
  path: '/approvals/42?from=card',
  actions: [
    { key: 'approve', label: '同意', style: 'primary' },
    { key: 'reject', label: '驳回', style: 'danger' },
    { key: 'more', label: '加签', style: 'default' },
  ],
};

const notice: Card = { ...approval, actions: [], emphasis: { value: '128,000', label: '今日签约（元）' } };

describe('a card to a person', () => {
  it('with actions is a button card of the platform', () => {
    expect(renderAppCard(approval, openUrl)).toEqual({
      card_type: 'button_interaction',
      main_title: { title: '折扣审批', desc: '张三 提交' },
      sub_title_text: '整体折扣 15%',
      horizontal_content_list: [
        { keyname: '客户', value: '华东智造有限公司' },
        { type: 3, userid: 'zhangsan', keyname: '申请人', value: '张三' },
      ],
      button_list: [
        { text: '同意', style: 1, key: 'approve' },
        { text: '驳回', style: 3, key: 'reject' },
        { text: '加签', style: 2, key: 'more' },
      ],
      card_action: { type: 1, url: 'https://crm.example.com/open?to=%2Fapprovals%2F42%3Ffrom%3Dcard' },
      task_id: 'approval_42_v1',
    });
  });

  it('without actions is a notice, with its number', () => {
    const card = renderAppCard(notice, openUrl);
    expect(card.card_type).toBe('text_notice');
    expect(card.emphasis_content).toEqual({ title: '128,000', desc: '今日签约（元）' });
    expect(card.button_list).toBeUndefined();
    expect(card.task_id).toBe('approval_42_v1');
  });

  it('is cut to what the clients show', () => {
    const long = '很长的文字'.repeat(60);
    const card = renderAppCard(
      {
        ...approval,
        title: long,
        subtitle: long,
        text: long,
        facts: Array.from({ length: 8 }, () => ({ label: long, value: long })),
        actions: Array.from({ length: 7 }, (_, index) => ({
          key: `k${index}`,
          label: long,
          style: 'default' as const,
        })),
      },
      openUrl,
    );
    const count = (text: string | undefined) => [...(text ?? '')].length;
    expect([count(card.main_title.title), count(card.main_title.desc), count(card.sub_title_text)]).toEqual([
      36, 44, 160,
    ]);
    expect(card.horizontal_content_list).toHaveLength(6);
    const [fact] = card.horizontal_content_list ?? [];
    expect([count(fact?.keyname), count(fact?.value)]).toEqual([5, 30]);
    expect(card.button_list).toHaveLength(6);
    expect(count(card.button_list?.[0]?.text)).toBe(10);
  });

  it('that was settled before it could be sent is a notice that begins with the result', () => {
    const card = renderAppCard({ ...approval, settled: '李四 已同意' }, openUrl);
    expect(card).toMatchObject({ card_type: 'text_notice', sub_title_text: '李四 已同意\n整体折扣 15%' });
    expect(Object.keys(card)).not.toContain('replace_text');
    expect(card.task_id).toBe('approval_42_v1');
  });

  it('that is settled keeps one dead button with the result and no task of its own', () => {
    const card = renderAppUpdate({ ...approval, actions: [], settled: '李四 已同意' }, openUrl);
    expect(card).toMatchObject({ card_type: 'button_interaction', replace_text: '李四 已同意' });
    expect(card.button_list).toHaveLength(1);
    expect(card.task_id).toBeUndefined();
  });
});

describe('a card to a webhook group', () => {
  it('never calls back, even when it has actions', () => {
    const card = renderWebhookCard(approval, openUrl);
    expect(card.card_type).toBe('text_notice');
    expect(Object.keys(card)).not.toContain('task_id');
    expect(Object.keys(card)).not.toContain('button_list');
  });
});

describe('a card of the smart robot', () => {
  it('has buttons that only call back, shorter texts and its task', () => {
    const card = renderRobotCard({ ...approval, title: '标'.repeat(40) }, openUrl);
    expect([...card.main_title.title]).toHaveLength(26);
    expect(card.button_list?.[0]).toEqual({ text: '同意', style: 1, key: 'approve' });
    expect(card.task_id).toBe('approval_42_v1');
  });

  it('that is settled becomes a notice that begins with the result', () => {
    const card = renderRobotCard({ ...approval, settled: '李四 已同意' }, openUrl);
    expect(card.card_type).toBe('text_notice');
    expect(card.sub_title_text).toBe('李四 已同意\n整体折扣 15%');
    expect(card.task_id).toBe('approval_42_v1');
    expect(card.replace_text).toBeUndefined();
  });
});
