const appleVersion =
  '(iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

/** The same words the server gets in its header, the platform of an iPhone, and no scroll bars. */
export function pretendToBeWeCom(): void {
  const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'Dark' : 'Light';
  const client = `wxwork/4.1.36 MicroMessenger/7.0.1 Language/zh ColorScheme/${scheme}`;
  say('userAgent', `Mozilla/5.0 ${appleVersion} ${client}`);
  say('platform', 'iPhone');
  say('maxTouchPoints', 5);
  say('userAgentData', undefined);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*::-webkit-scrollbar { display: none } * { scrollbar-width: none }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

function say(name: string, value: unknown): void {
  Object.defineProperty(navigator, name, { configurable: true, get: () => value });
}
