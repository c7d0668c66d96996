import { signal } from '@angular/core';
import type { StreamEvent } from '#contract';

/** Stands for the live events in tests of stores that only listen: the test tells what comes. */
export class FakeEvents {
  readonly openings = signal(1);
  readonly #handlers = new Map<string, Set<(event: never) => void>>();

  readonly on = (type: StreamEvent['type'], handle: (event: never) => void): (() => void) => {
    const handlers = this.#handlers.get(type) ?? new Set();
    this.#handlers.set(type, handlers.add(handle));
    return () => handlers.delete(handle);
  };

  tell(event: StreamEvent): void {
    for (const handle of this.#handlers.get(event.type) ?? []) handle(event as never);
  }
}
