import { computed, DestroyRef, inject, Service, signal } from '@angular/core';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';

/** How old figures and values get at most while somebody looks at them. */
const EVERY_MS = 3_000;
/** A plant that comes up tells of thousands of nodes at once. */
const SETTLE_MS = 1_000;

/** When what is known of Sparkplug nodes is asked for anew: after changes of state, every few seconds, never unseen. */
@Service({ autoProvided: false })
export class SparkplugNews {
  readonly #events = inject(LiveEvents);
  readonly #visible = inject(PageVisibility).visible;
  readonly #published = signal(0);
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Made a part of a question, it is asked anew whenever there is any. */
  readonly edition = computed(() => this.#events.openings() + this.#published());

  constructor() {
    const release = this.#events.on('sparkplug_changed', () => this.#publishSoon());
    const timer = setInterval(() => {
      if (this.#visible()) this.publish();
    }, EVERY_MS);
    inject(DestroyRef).onDestroy(() => {
      release();
      clearInterval(timer);
      clearTimeout(this.#soon);
    });
  }

  publish(): void {
    this.#published.update((published) => published + 1);
  }

  /** The first change at once, those right after it together. */
  #publishSoon(): void {
    if (this.#soon !== undefined) return;
    this.publish();
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.publish();
    }, SETTLE_MS);
  }
}
