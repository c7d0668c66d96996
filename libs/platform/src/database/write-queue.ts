import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/**
 * Transactions one after the other on one connection.
 *
 * TypeORM shares a connection per data source: overlapping transactions would nest as savepoints, and one that
 * was told "committed" would vanish when the other rolls back.
 */
export class WriteQueue {
  readonly #source: DataSource;
  readonly #flow = new AsyncLocalStorage<{ open: boolean }>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** Runs `work` in a transaction when all earlier ones have ended; commits unless it throws. */
  async run<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    if (this.#flow.getStore()?.open) {
      throw new Error(
        'database.write was called inside another database.write, which would wait for itself: use its tx',
      );
    }
    if (this.#closed) throw new Error('the database is closed');

    const result = this.#last.then(() => this.#transaction(work));
    this.#last = result.catch(() => undefined); // its caller has the error; the queue goes on
    return result;
  }

  /** Takes nothing more and resolves when everything taken has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.#runner();
    const flow = { open: true };
    const inTransaction = async () => {
      await runner.startTransaction();
      return this.#flow.run(flow, () => work(runner.manager));
    };
    try {
      const result = await inTransaction().finally(() => {
        flow.open = false;
        this.#retire(runner);
      });
      await this.#source.query('COMMIT');
      return result;
    } catch (error) {
      // Fails in turn when there is none to roll back: it did not begin, or the full disk made SQLite roll it back.
      await this.#source.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** A query runner for one transaction, which takes the write lock at once (`BEGIN` alone: at its first write). */
  #runner(): QueryRunner {
    const runner = this.#source.createQueryRunner();
    const query = runner.query.bind(runner);
    runner.query = (sql: string, ...rest: never[]) =>
      query(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql, ...rest);
    return runner;
  }

  /** From here on its tx throws: what is asked of it too late must not end up in a stranger's transaction. */
  #retire(runner: QueryRunner): void {
    Object.assign(runner, { isReleased: true });
    Object.assign(this.#source.driver, { queryRunner: undefined }); // TypeORM would keep one for ever
  }
}
