import { Inject, Injectable, StreamableFile, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import {
  CLOCK,
  PRINCIPALS,
  Problem,
  type Clock,
  type Ended,
  type Principal,
  type Principals,
} from '#platform';
import { csvRecord, type Cell } from './csv.js';

export type ExportFormat = 'csv' | 'jsonl';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

export interface ExportedFile<T> {
  /** Without its ending. */
  readonly name: string;
  readonly format: ExportFormat;
  /** Columns of a CSV file: their names, and what each takes from a row. */
  readonly columns: Readonly<Record<string, (row: T) => Cell>>;
}

/** Whose file it is. */
export type Asker = Pick<FastifyRequest, 'principal' | 'headers'>;

const EXPIRY_EVERY_MS = 1_000;

/** Files that are made while they are read: no more of one is in memory than a batch. */
@Injectable()
export class Exports implements BeforeApplicationShutdown {
  private readonly open = new Map<Readable, Principal>();

  constructor(
    @Inject(PRINCIPALS) private readonly principals: Principals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    principals.onEnded((ended) => {
      this.end((caller) => isOf(caller, ended));
    });
  }

  /**
   * A batch is asked for when the one before has gone out, and none any more when the client is gone or may
   * no longer ask. The first one is asked for at once, so that its failure is still an answer.
   */
  async send<T>(
    batches: AsyncGenerator<readonly T[], void>,
    file: ExportedFile<T>,
    { principal, headers }: Asker,
  ): Promise<StreamableFile> {
    if (!principal) throw new Problem('not-authenticated');
    const first = await batches.next();
    const stream = Readable.from(texts(first.done ? [] : first.value, batches, file));
    this.keep(stream, principal, () => void batches.return());
    // Once more: what ended between the look and now was told to nobody who listened.
    const still = principal.via === 'local' ? principal : await this.principals.resolve(headers);
    if (typeof still === 'string') stream.destroy();
    if (stream.destroyed) throw new Problem('not-authenticated');
    return new StreamableFile(stream, {
      type: TYPES[file.format],
      disposition: `attachment; filename="${file.name}.${file.format}"`,
    });
  }

  /** A client that reads slowly does not keep the server from stopping. */
  beforeApplicationShutdown(): void {
    for (const stream of this.open.keys()) stream.destroy(new Error('The server stops.'));
  }

  private keep(stream: Readable, caller: Principal, closed: () => void): void {
    this.open.set(stream, caller);
    const expiry = setInterval(() => {
      this.end(({ expiresAt }) => expiresAt <= this.clock());
    }, EXPIRY_EVERY_MS).unref();
    stream.once('error', () => undefined); // whoever reads is told by the connection, as of any end
    stream.once('close', () => {
      clearInterval(expiry);
      this.open.delete(stream);
      closed();
    });
  }

  private end(hit: (caller: Principal) => boolean): void {
    for (const [stream, caller] of this.open) {
      if (hit(caller)) stream.destroy(new Error('Whoever asked may no longer read.'));
    }
  }
}

const isOf = ({ userId, sessionId }: Principal, ended: Ended): boolean =>
  'userId' in ended ? ended.userId === userId : ended.sessionId === sessionId;

async function* texts<T>(
  first: readonly T[],
  batches: AsyncGenerator<readonly T[], void>,
  { format, columns }: ExportedFile<T>,
): AsyncGenerator<string, void> {
  const text = (rows: readonly T[]): string =>
    format === 'csv'
      ? rows.map((row) => csvRecord(Object.values(columns).map((cell) => cell(row)))).join('')
      : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  yield (format === 'csv' ? csvRecord(Object.keys(columns)) : '') + text(first);
  for await (const rows of batches) yield text(rows);
}
