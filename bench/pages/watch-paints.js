// Runs in the page before its own scripts: notes on `window.paints` when what `window.awaited` selects was first drawn, and the largest paint.
const paints = { largest: 0, content: 0 };
Object.assign(window, { paints });

new PerformanceObserver((list) => {
  for (const { startTime } of list.getEntries()) paints.largest = startTime;
}).observe({ type: 'largest-contentful-paint', buffered: true });

const look = new MutationObserver(() => {
  const { awaited } = /** @type {{ awaited: string }} */ (/** @type {unknown} */ (window));
  if (!document.querySelector(awaited)) return;
  look.disconnect();
  requestAnimationFrame(() => setTimeout(() => (paints.content = performance.now())));
});
look.observe(document, { childList: true, subtree: true });
