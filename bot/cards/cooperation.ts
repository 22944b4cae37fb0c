import { type CardBody } from './card-body.ts';

export interface CooperationRequest {
  customerId: string;
  customerName: string;
  requesterId: string;
  requesterName: string;
  note: string;
}

/** Asks the owner whether a colleague may work on their customer. */
export const cooperationCard = (request: CooperationRequest): CardBody => ({
  title: `${request.requesterName} 申请协作客户`,
  subtitle: request.customerName,
  facts: [
    { label: '申请人', value: request.requesterName },
    { label: '客户', value: request.customerName },
  ],
  ...(request.note && { text: request.note }),
  path: `/customers/${request.customerId}`,
  actions: [
    { key: `allow:${request.requesterId}`, label: '允许协作', style: 'primary' },
    { key: `decline:${request.requesterId}`, label: '暂不', style: 'default' },
  ],
});

export const settledLabels = { allow: '已允许协作', decline: '暂不协作' };

/** Told to the colleague who asked. */
export const cooperationAnswerCard = (
  customer: { id: string; name: string },
  owner: string,
  allowed: boolean,
): CardBody => ({
  title: allowed ? `${owner} 同意您协作客户` : `${owner} 暂不同意协作`,
  subtitle: customer.name,
  facts: [],
  text: allowed ? '现在可以查看和跟进这位客户' : '可以当面沟通后再次申请',
  path: allowed ? `/customers/${customer.id}` : '/customers',
  actions: [],
});
