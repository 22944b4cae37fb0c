// Runs in the page before its own scripts: notes on `window.rows` how long it took from the answer of `window.listed` being there
// until its rows stand in the page with their final layout.
const rows = { renderMs: 0, count: 0 };
Object.assign(window, { rows });
const { listed } = /** @type {{ listed: string }} */ (/** @type {unknown} */ (window));
let answeredAt = 0;

const readAnswer = Response.prototype.json;
/** @this {Response} */
Response.prototype.json = async function () {
  const answer = await readAnswer.call(this);
  if (new URL(this.url).pathname === listed) answeredAt = performance.now();
  return answer;
};

new MutationObserver((_, observer) => {
  const drawn = document.querySelectorAll('[data-row]');
  if (!answeredAt || drawn.length < 20) return;
  observer.disconnect();
  drawn[19]?.getBoundingClientRect();
  rows.count = drawn.length;
  rows.renderMs = performance.now() - answeredAt;
}).observe(document, { childList: true, subtree: true });
