import { computed, DestroyRef, inject, resource, Service, signal } from '@angular/core';
import { brokerVersion, type BrokerVersion } from '#domain/mosquitto';
import { Api } from '../api/api';
import { getAccessPolicy } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { StatusStore } from '../status/status-store';
import { lastAnswer } from '../ui/last-answer';
import { filesOf } from './policy-files';

/** What is assumed of a broker that does not say what it is. */
const EARLIEST = brokerVersion('2.0') as BrokerVersion;

/** The files by which the broker decides, as they read now; asked for again when they change. */
@Service({ autoProvided: false })
export class LivePolicy {
  readonly #api = inject(Api);
  readonly #events = inject(LiveEvents);
  readonly #status = inject(StatusStore).latest;
  /** Grows with every change that the stream tells of. */
  readonly #changes = signal(0);
  readonly #answer = resource({
    params: () => ({ openings: this.#events.openings(), changes: this.#changes() }),
    loader: () => this.#api.invoke(getAccessPolicy),
  });
  readonly #last = lastAnswer(this.#answer);

  readonly latest = this.#last.latest;
  readonly failure = this.#last.failure;
  readonly files = computed(() => {
    const policy = this.latest();
    return policy && filesOf(policy);
  });
  /** By whose rules the broker decides, as far as it has said. */
  readonly broker = computed((): BrokerVersion => {
    const told = this.latest();
    const version = told?.brokerVersion ?? told?.broker ?? this.#status()?.broker.version ?? '2.0';
    return brokerVersion(version) ?? EARLIEST;
  });
  /** Whether MCM is not told where the broker's files are. */
  readonly isUnknown = computed(() => this.failure()?.kind === 'no-policy');

  constructor() {
    const release = this.#events.on('access_changed', () =>
      this.#changes.update((changes) => changes + 1),
    );
    inject(DestroyRef).onDestroy(release);
  }

  reload(): void {
    this.#answer.reload();
  }
}
