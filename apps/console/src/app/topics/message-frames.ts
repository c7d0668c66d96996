import { DestroyRef, DOCUMENT, inject, Service } from '@angular/core';
import type { TopicMessageEvent } from '#contract';
import { LiveEvents } from '../live/live-events';

/** By topic, the latest message since the frame before; it stands for all of them. */
export type Frame = ReadonlyMap<string, TopicMessageEvent>;

/** Messages once for each frame that the browser draws, however many have come. */
@Service({ autoProvided: false })
export class MessageFrames {
  readonly #view = inject(DOCUMENT).defaultView;
  readonly #handlers = new Set<(frame: Frame) => void>();
  #waiting = new Map<string, TopicMessageEvent>();
  #asked: number | undefined;

  constructor() {
    const release = inject(LiveEvents).on('topic_message', (event) => this.#hear(event));
    inject(DestroyRef).onDestroy(() => {
      release();
      if (this.#asked !== undefined) this.#view?.cancelAnimationFrame(this.#asked);
    });
  }

  /** Calls `handle` with every frame until the answer is called. */
  on(handle: (frame: Frame) => void): () => void {
    this.#handlers.add(handle);
    return () => this.#handlers.delete(handle);
  }

  #hear(event: TopicMessageEvent): void {
    const before = this.#waiting.get(event.topic);
    const coalesced = event.coalesced + (before?.coalesced ?? 0);
    this.#waiting.set(event.topic, { ...event, coalesced });
    this.#asked ??= this.#view?.requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#asked = undefined;
    const frame = this.#waiting;
    this.#waiting = new Map();
    for (const handle of this.#handlers) handle(frame);
  }
}
