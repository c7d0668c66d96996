import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listSparkplugNodes } from '../api/functions';
import type { SparkplugNode, SparkplugState } from '../api/models';
import { Session } from '../session/session';
import { type LogPage, pagedLog } from '../ui/paged-log';
import { SparkplugNews } from './sparkplug-news';

const PAGE_SIZE = 100;

export interface NodesQuery {
  readonly search: string;
  readonly group?: string | undefined;
  readonly state?: SparkplugState | undefined;
  readonly cursor?: string | undefined;
}

/** The Sparkplug nodes by group and name, page by page. */
@Service({ autoProvided: false })
export class NodesStore {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  readonly query = signal<NodesQuery>({ search: '' });
  readonly refusal = computed(() => this.#session.refusal('listSparkplugNodes'));
  readonly list = pagedLog(
    computed(() => (this.refusal() === undefined ? this.query() : undefined)),
    (query) => this.#ask(query),
    inject(SparkplugNews).edition,
  );

  async #ask({ search, group, state, cursor }: NodesQuery): Promise<LogPage<SparkplugNode>> {
    const { nodes, nextCursor } = await this.#api.invoke(listSparkplugNodes, {
      limit: PAGE_SIZE,
      ...(search !== '' && { search }),
      ...(group !== undefined && { group }),
      ...(state !== undefined && { state }),
      ...(cursor !== undefined && { cursor }),
    });
    return { entries: nodes, next: nextCursor };
  }
}
