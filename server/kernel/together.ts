interface Waiting<Row> {
  row: Row;
  done: () => void;
  failed: (reason: unknown) => void;
}

const atOnce = 2;
const most = 100;

/**
 * Writes rows that come while others are being written together with the next ones: one statement and one flush to disk for many, and
 * no waiting while there are few. Each caller hears when its own row is durable, or why it is not.
 */
export const createTogether = <Row>(write: (rows: Row[]) => Promise<unknown>): ((row: Row) => Promise<void>) => {
  const waiting: Waiting<Row>[] = [];
  let writing = 0;
  const next = (): void => {
    if (writing === atOnce || waiting.length === 0) return;
    const some = waiting.splice(0, most);
    writing += 1;
    write(some.map(({ row }) => row))
      .then(
        () => some.forEach(({ done }) => done()),
        (reason: unknown) => some.forEach(({ failed }) => failed(reason)),
      )
      .finally(() => {
        writing -= 1;
        next();
      });
  };
  return (row) =>
    new Promise((done, failed) => {
      waiting.push({ row, done, failed });
      next();
    });
};
