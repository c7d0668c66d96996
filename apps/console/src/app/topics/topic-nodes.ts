import { Service, signal, type WritableSignal } from '@angular/core';
import type { TopicMessageEvent } from '#contract';
import type { TopicRow } from '../api/models';
import { afterAnswer, afterMessage, type TopicNode } from './topic-node';

/** The topics that this tab has met, in the tree or in a list. */
@Service({ autoProvided: false })
export class TopicNodes {
  /** One signal per topic: a message redraws its own row and no other. */
  readonly #nodes = new Map<string, WritableSignal<TopicNode>>();
  readonly #ids = new Map<string, string>();
  readonly #met = signal(0);

  node(id: string): TopicNode | undefined {
    return this.#nodes.get(id)?.();
  }

  /** The id of a topic by its full name, if it was met. */
  idOf(topic: string): string | undefined {
    this.#met();
    return this.#ids.get(topic);
  }

  /** Takes what the server answered. */
  keep(rows: readonly TopicRow[]): void {
    const before = this.#nodes.size;
    for (const row of rows) {
      const node = this.#nodes.get(row.id);
      this.#ids.set(row.topic, row.id);
      if (node === undefined) this.#nodes.set(row.id, signal(afterAnswer(undefined, row)));
      else node.update((known) => afterAnswer(known, row));
    }
    if (this.#nodes.size > before) this.#met.set(this.#nodes.size);
  }

  /** Shows a message in the row of its topic; answers whether there is one. */
  hear(event: TopicMessageEvent): boolean {
    const id = this.#ids.get(event.topic);
    const node = id === undefined ? undefined : this.#nodes.get(id);
    node?.update((known) => afterMessage(known, event, Date.now()));
    return node !== undefined;
  }
}
