import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '#testing';
import type { Answer, Served } from './served.js';

export interface RetainedPreview {
  readonly id: string;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly undoable: boolean;
  readonly complete: string;
  readonly first: readonly { topic: string; qos: number; payloadPreview: string }[];
}

export interface RetainedDeletion {
  readonly id: string;
  readonly state: string;
  readonly undoUntil?: string;
  readonly reason?: string;
  readonly [count: string]: unknown;
}

const RUNNING = ['deleting', 'verifying', 'restoring'];

/** Asks for previews, deletions and their undo as one user. */
export class RetainedClient {
  constructor(readonly ask: ReturnType<Served['as']>) {}

  async preview(filter: string): Promise<RetainedPreview> {
    const { body } = await this.ask('POST', '/api/v1/retained/previews', { filter });
    return body as RetainedPreview;
  }

  remove(preview: string, more = {}): Promise<Answer> {
    return this.ask('POST', '/api/v1/retained/deletions', { preview, ...more });
  }

  undo(id: string): Promise<Answer> {
    return this.ask('POST', `/api/v1/retained/deletions/${id}/undo`);
  }

  async look(id: string): Promise<RetainedDeletion> {
    return (await this.ask('GET', `/api/v1/retained/deletions/${id}`)).body as RetainedDeletion;
  }

  /** Waits until the job that was begun has ended, and answers how. */
  async ended({ status, body }: Answer): Promise<RetainedDeletion> {
    expect(status).toBe(202);
    const { id } = body as RetainedDeletion;
    let now = await this.look(id);
    await until(
      async () => {
        await pause(50); // each look costs the server, which shares this thread, a few milliseconds
        now = await this.look(id);
        return !RUNNING.includes(now.state);
      },
      () => JSON.stringify(now),
    );
    return now;
  }

  async deleted(filter: string): Promise<RetainedDeletion> {
    return this.ended(await this.remove((await this.preview(filter)).id));
  }

  /** Waits until a deletion has got going. */
  async begun({ body }: Answer): Promise<string> {
    const { id } = body as RetainedDeletion;
    await until(async () => Number((await this.look(id))['deleted']) > 0);
    return id;
  }
}
