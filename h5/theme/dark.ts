const query = matchMedia('(prefers-color-scheme: dark)');

/** Vant switches by class where our tokens switch by media query; keep both in step. */
export function followSystemTheme(): void {
  const apply = () => document.documentElement.classList.toggle('van-theme-dark', query.matches);
  apply();
  query.addEventListener('change', apply);
}
