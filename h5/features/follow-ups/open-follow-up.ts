import { shallowRef } from 'vue';

export interface FollowUpSubject {
  customer: { id: string; name: string };
  opportunity?: { id: string; name: string } | null;
}
export interface FollowUpRequest extends FollowUpSubject {
  key: number;
  answer: (saved: boolean) => void;
}

/** The 记跟进 sheet the app shows now. */
export const followUpRequest = shallowRef<FollowUpRequest | null>(null);
let count = 0;

/** Opens the 记跟进 sheet for a customer (and opportunity). Resolves true when something was logged. */
export const openFollowUp = (subject: FollowUpSubject): Promise<boolean> =>
  new Promise((resolve) => {
    const answer = (saved: boolean) => {
      followUpRequest.value = null;
      resolve(saved);
    };
    followUpRequest.value = { ...subject, key: ++count, answer };
  });
