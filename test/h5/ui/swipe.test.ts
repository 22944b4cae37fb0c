import { beforeEach, describe, expect, it, vi } from 'vitest';
import { closeRow, followSwipe, openRow } from '../../../h5/ui/swipe.ts';

const reach = 150;
let rows: HTMLElement[] = [];
const clicked = vi.fn();

/** Two rows: a face that counts clicks, and what it uncovers. */
beforeEach(() => {
  closeRow();
  clicked.mockClear();
  document.body.innerHTML = '<div><a></a><p></p></div><div><a></a><p></p></div>';
  rows = [...document.body.children] as HTMLElement[];
  for (const row of rows) {
    Object.defineProperty(row.lastElementChild, 'offsetWidth', { value: reach });
    row.setPointerCapture = () => {};
    row.addEventListener('pointerdown', followSwipe);
    row.firstElementChild?.addEventListener('click', clicked);
  }
});

const send = (row: HTMLElement | undefined, type: string, x: number, y = 0) =>
  row?.firstElementChild?.dispatchEvent(
    new PointerEvent(type, { bubbles: true, isPrimary: true, pointerId: 1, clientX: x, clientY: y }),
  );
const drag = (row: HTMLElement | undefined, right: number, down = 0) => {
  send(row, 'pointerdown', 300);
  for (const part of [0.25, 0.5, 0.75, 1]) send(row, 'pointermove', 300 + right * part, down * part);
  send(row, 'pointerup', 300 + right, down);
};
const shifted = () => rows.map((row) => row.style.getPropertyValue('--swiped'));

describe('a row that is swiped', () => {
  it('stays open when most of the way was meant', () => {
    drag(rows[0], -60);
    expect(shifted()).toEqual([`translateX(-${reach}px)`, '']);
  });

  it('goes back after a short way, to the right, and when the list is scrolled', () => {
    drag(rows[0], -20);
    drag(rows[0], 80);
    drag(rows[0], -40, 90);
    expect(shifted()).toEqual(['', '']);
  });

  it('follows the finger no further than its actions are wide', () => {
    send(rows[0], 'pointerdown', 300);
    send(rows[0], 'pointermove', 220);
    expect(shifted()[0]).toBe('translateX(-80px)');
    send(rows[0], 'pointermove', 20);
    expect(shifted()[0]).toBe(`translateX(-${reach}px)`);
  });

  it('closes by the way back, and when another is touched', () => {
    drag(rows[0], -100);
    drag(rows[0], 100);
    expect(shifted()).toEqual(['', '']);
    drag(rows[0], -100);
    drag(rows[1], -100);
    expect(shifted()).toEqual(['', `translateX(-${reach}px)`]);
  });

  it('does not take the end of a drag for a click', async () => {
    drag(rows[0], -100);
    send(rows[0], 'click', 200);
    expect(clicked).not.toHaveBeenCalled();
    await new Promise((resolve) => setTimeout(resolve));
    send(rows[0], 'click', 200);
    expect(clicked).toHaveBeenCalledOnce();
  });

  it('says whether there was one to close', () => {
    expect(closeRow()).toBe(false);
    openRow(rows[1] as HTMLElement);
    expect(closeRow()).toBe(true);
  });
});
