import { computed, inject, resource, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { listSparkplugNodes } from '../api/functions';

const MOST = 500;
const SUGGESTED = 8;

/** Groups and edge nodes of Sparkplug that MCM has seen. */
@Service({ autoProvided: false })
export class NodeSuggestions {
  readonly #api = inject(Api);
  /** Nothing is asked until somebody is at a field. */
  readonly wanted = signal(false);
  readonly #found = resource({
    params: () => (this.wanted() ? {} : undefined),
    loader: () => this.#ask(),
  });
  readonly #nodes = computed(() => (this.#found.hasValue() ? this.#found.value() : []));

  groups(typed: string): readonly string[] {
    return suggested(
      this.#nodes().map(({ group }) => group),
      typed,
    );
  }

  nodes(ofGroup: string, typed: string): readonly string[] {
    const own = this.#nodes().filter(({ group }) => group === ofGroup);
    return suggested(
      own.map(({ node }) => node),
      typed,
    );
  }

  async #ask() {
    try {
      return (await this.#api.invoke(listSparkplugNodes, { limit: MOST })).nodes;
    } catch {
      // They are not told just now: one types without suggestions then.
      return [];
    }
  }
}

const suggested = (names: readonly string[], typed: string): readonly string[] =>
  [...new Set(names)].filter((name) => name.includes(typed) && name !== typed).slice(0, SUGGESTED);
