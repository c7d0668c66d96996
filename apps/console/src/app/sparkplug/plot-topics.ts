import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { lookUpTopics } from '../api/functions';
import { lastAnswer } from '../ui/last-answer';
import { SparkplugNews } from './sparkplug-news';

/** A node, or a device of it. */
export interface MetricSource {
  readonly group: string;
  readonly node: string;
  readonly device?: string;
}

/** The topics on which the values of a source come: its data first, then its births. */
function topicsOf({ group, node, device }: MetricSource): readonly [string, string] {
  return device === undefined
    ? [`spBv1.0/${group}/NDATA/${node}`, `spBv1.0/${group}/NBIRTH/${node}`]
    : [`spBv1.0/${group}/DDATA/${node}/${device}`, `spBv1.0/${group}/DBIRTH/${node}/${device}`];
}

/** The topics that the values of a source come on, as far as MCM knows them; asked for while there are plots. */
@Service({ autoProvided: false })
export class PlotTopics {
  readonly #api = inject(Api);
  readonly #news = inject(SparkplugNews);
  readonly source = signal<MetricSource | undefined>(undefined);

  readonly #answer = resource({
    params: () => {
      const source = this.source();
      return source && { topics: topicsOf(source), edition: this.#news.edition() };
    },
    loader: async ({ params: { topics } }) => {
      const found = await this.#api.invoke(lookUpTopics, { body: { topics: [...topics] } });
      return found.topics.map(({ id, topic }) => ({ id, topic }));
    },
  });
  readonly #last = lastAnswer(this.#answer);

  /** The ids: that of the data first, then that of the births. */
  readonly ids = computed(
    (): readonly string[] => {
      const source = this.source();
      const known = this.#last.latest() ?? [];
      const names = source === undefined ? [] : topicsOf(source);
      return names.flatMap((name) => known.find(({ topic }) => topic === name)?.id ?? []);
    },
    { equal: (a, b) => a.join() === b.join() },
  );
}
