import { type OpportunityDetail } from '../../../../server/contract/opportunities.ts';

/** An open opportunity in 需求了解 with one line at 8 折. */
export const opportunity: OpportunityDetail = {
  id: '7',
  name: '3 号产线改造',
  customer: { id: '1', name: '苏州华兴精密机械有限公司' },
  state: 'open',
  stage: 'needs',
  amount: 80_000_00,
  likelihood: 10,
  expectedCloseOn: null,
  owner: { id: '5', name: '王建国', active: true },
  nextContactAt: null,
  lastContactAt: null,
  stageDays: 3,
  closedOn: null,
  approvalPending: false,
  touchedAt: '2026-11-20T01:00:00.000Z',
  situation: null,
  nextAction: null,
  facts: { contactPerson: '周明' },
  lines: [
    {
      ...{ id: '70', productId: '700', product: 'GTX 专业版', unit: '台' },
      ...{ quantity: 2, listPrice: 50_000_00, agreedPrice: 40_000_00 },
    },
  ],
  listTotal: 100_000_00,
  agreedTotal: 80_000_00,
  discountPermille: 200,
  competitors: [],
  stageHistory: [],
  reason: null,
  reasonNote: null,
  pendingApprovalId: null,
  deletedAt: null,
  version: 4,
  abilities: {
    ...{ update: true, move: true, win: true, lose: true },
    ...{ reopen: false, delete: true, restore: false, logFollowUp: true },
  },
};
