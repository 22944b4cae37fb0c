import { nextTick } from 'vue';

/** The first sentence under a field in this part of the page, as Vant draws it. */
export const firstErrorIn = (part: ParentNode): HTMLElement | null =>
  part.querySelector<HTMLElement>('.van-field__error-message');

/** After a refused save: brings the first error on screen, also one in a fold that opens because of it. */
export async function revealError(): Promise<void> {
  await nextTick();
  await nextTick();
  const errors = document.querySelectorAll<HTMLElement>('.van-field__error-message');
  const shown = [...errors].find((error) => error.offsetParent !== null);
  shown?.scrollIntoView({ block: 'center' });
}
