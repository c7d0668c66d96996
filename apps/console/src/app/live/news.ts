import { computed, DestroyRef, inject, type Signal, signal } from '@angular/core';
import type { StreamEvent } from '#contract';
import { LiveEvents } from './live-events';

/** What makes an answer old. */
export interface News {
  /** Made a part of a question, it is asked anew whenever there is any. */
  readonly edition: Signal<number>;
  /** Whatever was asked for before now may be old, also what is on its way. */
  readonly publish: () => void;
}

/** News are frames of these types, and that the stream was opened: nobody knows what was missed. In a field's initializer. */
export function newsOf(...types: readonly StreamEvent['type'][]): News {
  const events = inject(LiveEvents);
  const published = signal(0);
  const publish = () => published.update((editions) => editions + 1);
  const release = types.map((type) => events.on(type, publish));
  inject(DestroyRef).onDestroy(() => {
    for (const stop of release) stop();
  });
  return { edition: computed(() => events.openings() + published()), publish };
}
