import { computed, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listSparkplugMetrics } from '../api/functions';
import type { SparkplugMetric } from '../api/models';
import { type LogPage, pagedLog } from '../ui/paged-log';
import { SparkplugNews } from './sparkplug-news';

const PAGE_SIZE = 100;

export interface MetricsQuery {
  /** The node's. */
  readonly id: string;
  readonly device?: string | undefined;
  readonly search: string;
  readonly cursor?: string | undefined;
}

/** The metrics of a node or of one of its devices, by name. */
@Service({ autoProvided: false })
export class MetricsStore {
  readonly #api = inject(Api);
  readonly query = signal<MetricsQuery | undefined>(undefined);
  readonly #wanted = computed(() => this.query(), {
    equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  readonly list = pagedLog(
    this.#wanted,
    (query) => this.#ask(query),
    inject(SparkplugNews).edition,
  );

  async #ask(query: MetricsQuery): Promise<LogPage<SparkplugMetric>> {
    const { id, device, search, cursor } = query;
    const { metrics, nextCursor } = await this.#api.invoke(listSparkplugMetrics, {
      id,
      limit: PAGE_SIZE,
      ...(device !== undefined && { device }),
      ...(search !== '' && { search }),
      ...(cursor !== undefined && { cursor }),
    });
    return { entries: metrics, next: nextCursor };
  }
}
