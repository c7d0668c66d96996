import { computed, DestroyRef, inject, Service, signal } from '@angular/core';
import type { BrokerConnection, BrokerStatusEvent } from '#contract';
import { LiveEvents } from '../live/live-events';
import { StatusStore } from './status-store';

/** Whether MCM reaches the broker, and since when: the newer of what the stream and the API said. */
@Service()
export class BrokerState {
  readonly #status = inject(StatusStore);
  readonly #told = signal<BrokerStatusEvent | undefined>(undefined);

  readonly current = computed((): { status: BrokerConnection; since: number } | undefined => {
    const asked = this.#status.latest()?.broker;
    const told = this.#told();
    const newest = [
      ...(asked ? [{ status: asked.status, since: Date.parse(asked.since) }] : []),
      ...(told ? [{ status: told.status, since: Date.parse(told.observedAt) }] : []),
    ].sort((a, b) => b.since - a.since);
    return newest[0];
  });

  constructor() {
    const release = inject(LiveEvents).on('broker_status', (event) => {
      this.#told.set(event);
      this.#status.refresh();
    });
    inject(DestroyRef).onDestroy(release);
  }
}
