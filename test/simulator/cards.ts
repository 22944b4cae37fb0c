/** The five cards, each as small as WeCom accepts it. */
const action = { type: 1, url: 'https://crm.example.com/h5' };

export const textNotice = () => ({
  card_type: 'text_notice',
  main_title: { title: '日报', desc: '销售一组' },
  sub_title_text: '新增客户 6',
  card_action: action,
});

export const newsNotice = () => ({
  card_type: 'news_notice',
  main_title: { title: '周榜' },
  card_image: { url: 'https://crm.example.com/w.png', aspect_ratio: 2 },
  card_action: action,
});

export const buttonCard = (taskId = 'approval_1') => ({
  card_type: 'button_interaction',
  task_id: taskId,
  main_title: { title: '特价审批', desc: '甲公司' },
  button_selection: {
    question_key: 'reason',
    title: '原因',
    selected_id: 'r1',
    option_list: [
      { id: 'r1', text: '价格' },
      { id: 'r2', text: '竞争' },
    ],
  },
  button_list: [
    { text: '同意', style: 1, key: 'approve:1' },
    { text: '拒绝', style: 3, key: 'reject:1' },
  ],
});

export const voteCard = () => ({
  card_type: 'vote_interaction',
  task_id: 'vote_1',
  main_title: { title: '例会时间' },
  checkbox: {
    question_key: 'slot',
    mode: 1,
    option_list: [
      { id: 'mon', text: '周一', is_checked: true },
      { id: 'tue', text: '周二' },
    ],
  },
  submit_button: { text: '提交', key: 'vote' },
});

export const multipleCard = () => ({
  card_type: 'multiple_interaction',
  task_id: 'lead_1',
  main_title: { title: '线索分级' },
  select_list: [
    {
      question_key: 'level',
      title: '等级',
      option_list: [
        { id: 'a', text: 'A' },
        { id: 'b', text: 'B' },
      ],
    },
  ],
  submit_button: { key: 'grade' },
});
