/** Outlines on a 24 grid, drawn with the current colour. */
export const icons = {
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16.5 16.5L21 21',
  message: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2z',
  workbench: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7',
  contacts:
    'M9 4a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.2M18 14.5c2.2.8 3.5 2.8 3.5 5.5',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 2',
  fault: 'M13 3L5 13.5h6L10 21l9-11h-6.5z',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  reset: 'M4 12a8 8 0 1 0 2.6-5.9M4 4v4.5h4.5',
  help: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9.5a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4v.8M12 17h.01',
  send: 'M4 12l16-8-6 17-3.5-6.5z',
  at: 'M12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM15.5 8.5v4.7c0 3.3 5 2.6 5-1.2A8.5 8.5 0 1 0 17 19',
  place:
    'M12 21c-4-4.2-6.5-7.4-6.5-10.5a6.5 6.5 0 0 1 13 0C18.5 13.6 16 16.8 12 21zM12 8a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  refresh: 'M20 12a8 8 0 1 1-2.6-5.9M20 4v4.5h-4.5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  building: 'M5 21V5l8-2v18M13 9h6v12M3 21h18M8 8h2M8 12h2M8 16h2M16 13h.01M16 17h.01',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  phone: 'M6 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.1-.9 2-2 2A16.5 16.5 0 0 1 4 5.5c0-1.1.9-2 2-2z',
  leave: 'M14 4H6v16h8M10 12h11M17.5 8.5L21 12l-3.5 3.5',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
} as const;
export type IconName = keyof typeof icons;
