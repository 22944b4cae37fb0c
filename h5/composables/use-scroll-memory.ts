import { onActivated, onBeforeUnmount, onMounted, type Ref } from 'vue';

/** A kept-alive page loses its scroll position when its element leaves the document; this brings it back. */
export function useScrollMemory(element: Ref<HTMLElement | undefined>): void {
  let top = 0;
  const remember = () => {
    if (element.value?.isConnected) top = element.value.scrollTop;
  };
  onMounted(() => element.value?.addEventListener('scroll', remember, { passive: true }));
  onBeforeUnmount(() => element.value?.removeEventListener('scroll', remember));
  onActivated(() => {
    // Setting it lays the page out at once, which a page at its top does not need.
    if (element.value && top > 0) element.value.scrollTop = top;
  });
}
