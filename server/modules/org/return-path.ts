/** A path inside this application to go to after login; anything that could lead elsewhere becomes the start page. */
export const safeReturnPath = (given: string | undefined): string => {
  if (!given || given.length > 500 || !/^\/(?![/\\])[^\\\s]*$/.test(given)) return '/';
  const base = 'http://app.invalid';
  const parsed = URL.canParse(given, base) ? new URL(given, base) : null;
  if (
    parsed?.origin !== base ||
    parsed.pathname.startsWith('/auth/') ||
    parsed.pathname.startsWith('/api/') ||
    parsed.pathname === '/open'
  )
    return '/';
  // `/.//elsewhere` is ours until its dots are gone; then it names another host.
  return parsed.pathname.startsWith('//') ? '/' : parsed.pathname + parsed.search;
};
