/** Below this many pixels a moving finger is a tap that trembles. */
const slack = 6;
/** The share of the way after which letting go goes on to its end. */
const decided = 0.3;
/** The row that stands open; there is one at most. */
let opened: HTMLElement | null = null;

/** What a row uncovers when its face, its first element, is dragged to the left: the width of its last. */
const reachOf = (row: HTMLElement): number =>
  row.childElementCount > 1 && row.lastElementChild instanceof HTMLElement ? row.lastElementChild.offsetWidth : 0;
const shift = (row: HTMLElement, by: number): void => {
  if (by) row.style.setProperty('--swiped', `translateX(${-by}px)`);
  else row.style.removeProperty('--swiped');
};

export function openRow(row: HTMLElement): void {
  if (opened !== row) closeRow();
  opened = row;
  shift(row, reachOf(row));
  document.addEventListener('pointerdown', closeFromOutside, true);
}

/** @returns whether one was open */
export function closeRow(): boolean {
  if (!opened) return false;
  shift(opened, 0);
  opened = null;
  document.removeEventListener('pointerdown', closeFromOutside, true);
  return true;
}

const closeFromOutside = ({ target }: Event): void => {
  if (!(target instanceof Node) || !opened?.contains(target)) closeRow();
};

/** Follows a finger, a pen or the mouse from where it came down on a row. What moves up or down is left to the page. */
export function followSwipe(down: PointerEvent): void {
  const row = down.currentTarget as HTMLElement;
  const reach = reachOf(row);
  if (!reach || !down.isPrimary || down.button !== 0) return;
  const from = row === opened ? reach : 0;
  let way = from;
  let drags = false;

  const move = (event: PointerEvent): void => {
    const right = event.clientX - down.clientX;
    if (!drags) {
      if (Math.hypot(right, event.clientY - down.clientY) < slack) return;
      if (Math.abs(event.clientY - down.clientY) > Math.abs(right)) return stop();
      drags = true;
      row.setPointerCapture(down.pointerId);
      row.toggleAttribute('data-dragged', true);
    }
    way = Math.min(reach, Math.max(0, from - right));
    shift(row, way);
  };
  const stop = (): void => {
    row.removeEventListener('pointermove', move);
    row.removeEventListener('pointerup', settle);
    row.removeEventListener('pointercancel', settle);
    row.toggleAttribute('data-dragged', false);
  };
  const settle = (): void => {
    stop();
    if (!drags) return;
    swallowClick(row);
    if (Math.abs(way - from) > reach * decided === (from === 0)) openRow(row);
    else if (!closeRow()) shift(row, 0);
  };
  row.addEventListener('pointermove', move);
  row.addEventListener('pointerup', settle);
  row.addEventListener('pointercancel', settle);
}

/** Letting go of what was dragged is a click to some browsers. */
function swallowClick(row: HTMLElement): void {
  const swallow = (click: Event): void => {
    click.preventDefault();
    click.stopPropagation();
  };
  row.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => row.removeEventListener('click', swallow, true));
}
