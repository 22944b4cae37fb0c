import type { Knex } from 'knex';

interface Connection {
  execute(sql: string, values: readonly unknown[], done: (error: Error | null, result: unknown) => void): void;
}
/** What the builder does around each of its own statements, and so do we. */
interface Client {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
  emit(event: 'query', statement: { sql: string; bindings: readonly unknown[] }): void;
}

/**
 * Runs one statement prepared, on the transaction's connection or one of the pool: the server parses it once per connection, and none of
 * the query builder's work is done, which for a small insert costs as much as running it. The text should be one of few (a connection keeps
 * the last hundred) and the values known to the driver: text, number, boolean, Date, null.
 * @returns rows of a question, the driver's header of a change
 */
export const runPrepared = async <T>(db: Knex, sql: string, values: readonly unknown[]): Promise<T> => {
  if (db.isTransaction && (db as Knex.Transaction).isCompleted())
    throw new Error('The transaction of this statement has ended.');
  const client = db.client as Client;
  const connection = await client.acquireConnection();
  try {
    client.emit('query', { sql, bindings: values });
    return await new Promise<T>((resolve, reject) =>
      connection.execute(sql, values, (error, result) => (error ? reject(error) : resolve(result as T))),
    );
  } finally {
    await client.releaseConnection(connection);
  }
};
