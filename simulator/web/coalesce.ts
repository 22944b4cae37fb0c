/** Many calls in a row become one, `waitMs` after the first. */
export function coalesce(work: () => void, waitMs: number): () => void {
  let timer: number | undefined;
  return () => {
    timer ??= window.setTimeout(() => {
      timer = undefined;
      work();
    }, waitMs);
  };
}
