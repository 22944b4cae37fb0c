import type { CardBody } from './card-body.ts';

/** A colleague, mostly a leader, has commented on somebody's follow-up. */
export const commentCard = (comment: {
  customerId: string;
  customerName: string;
  commenterName: string;
  text: string;
}): CardBody => ({
  title: `${comment.commenterName} 点评了您的跟进`,
  subtitle: comment.customerName,
  facts: [],
  text: comment.text,
  path: `/customers/${comment.customerId}`,
  actions: [],
});
