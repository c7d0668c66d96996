import { computed, effect, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { requestSparkplugRebirth } from '../api/functions';
import type { SparkplugNode } from '../api/models';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { Confirm } from '../ui/confirm';
import type { Question } from '../ui/question';
import { NodeStore } from './node-store';
import { SparkplugNews } from './sparkplug-news';

/** So soon a node is expected to be born again. */
const PATIENCE_MS = 10_000;
/** How often one looks whether it was. */
const LOOK_MS = 1_000;

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'waiting'; readonly topic: string; readonly at: string }
  | { readonly kind: 'born'; readonly topic: string; readonly after: number }
  | { readonly kind: 'none'; readonly topic: string; readonly at: string };

export interface Asked {
  /** The node's. */
  readonly id: string;
  readonly topic: string;
  /** RFC 3339, by the server. */
  readonly at: string;
  /** When the answer was here, by the same clock that ages are told by. */
  readonly heardAt: number;
}

/** Asks the chosen node for its births, and looks whether they come. */
@Service({ autoProvided: false })
export class Rebirths {
  readonly #api = inject(Api);
  readonly #clock = inject(Clock);
  readonly #confirm = inject(Confirm);
  readonly #node = inject(NodeStore);
  readonly #session = inject(Session);
  readonly #asked = signal<Asked | undefined>(undefined);

  /** Why the role may not ask. */
  readonly refusal = computed(() => this.#session.refusal('requestSparkplugRebirth'));
  readonly outcome = computed((): Outcome | undefined => {
    const [asked, node] = [this.#asked(), this.#node.latest()];
    if (asked === undefined || asked.id !== this.#node.id()) return undefined;
    return outcomeOf(asked, node?.lastBirthAt, this.#clock.now());
  });
  readonly #isWaiting = computed(() => this.outcome()?.kind === 'waiting');

  constructor() {
    const news = inject(SparkplugNews);
    effect((onCleanup) => {
      if (!this.#isWaiting()) return;
      const timer = setInterval(() => news.publish(), LOOK_MS);
      onCleanup(() => clearInterval(timer));
    });
  }

  async ask(node: SparkplugNode): Promise<void> {
    await this.#confirm.ask({
      ...rebirthQuestion(node),
      act: async () => {
        const { topic, requestedAt } = await this.#api.invoke(requestSparkplugRebirth, {
          id: node.id,
        });
        this.#asked.set({ id: node.id, topic, at: requestedAt, heardAt: this.#clock.read() });
      },
    });
  }

  dismiss(): void {
    this.#asked.set(undefined);
  }
}

/** What became of a request, by the last birth that is known; one that comes late counts, too. */
export function outcomeOf(
  { topic, at, heardAt }: Asked,
  lastBirthAt: string | undefined,
  now: number,
): Outcome {
  const after = Date.parse(lastBirthAt ?? '') - Date.parse(at);
  if (after >= 0) return { kind: 'born', topic, after };
  return { kind: now - heardAt > PATIENCE_MS ? 'none' : 'waiting', topic, at };
}

/** What is asked before a node is. */
export function rebirthQuestion(
  node: Pick<SparkplugNode, 'group' | 'node' | 'state'>,
): Omit<Question, 'act'> {
  const { group, node: name, state } = node;
  const heard =
    state === 'offline'
      ? 'It is offline: most likely nobody hears the command.'
      : 'It answers with its birth and those of its devices, all metrics at once.';
  return {
    heading: `Ask ${name} to be born again?`,
    text: heard,
    hits: [
      ['Topic', `spBv1.0/${group}/NCMD/${name}`],
      ['Payload', 'Node Control/Rebirth = true'],
      ['Sent', 'QoS 0, not retained'],
    ],
    harmless: true,
    go: 'Ask for a rebirth',
    keep: 'Cancel',
  };
}
