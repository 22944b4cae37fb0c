import { readonly, ref } from 'vue';

const query = matchMedia('(min-width: 900px)');
const current = ref(query.matches);
query.addEventListener('change', (event) => (current.value = event.matches));

/** WeCom's desktop window and browsers: list and detail stand side by side. */
export const wide = readonly(current);
