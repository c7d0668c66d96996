import { computed, inject, Service, signal } from '@angular/core';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';

/** Whether what moves on the page stands still, and what has come since. */
@Service({ autoProvided: false })
export class Pause {
  readonly #messages = computed(() => this.#status()?.observer.messages ?? 0);
  readonly #status = inject(StatusStore).latest;
  readonly #clock = inject(Clock);
  readonly #begun = signal<{ readonly messages: number; readonly at: number } | undefined>(
    undefined,
  );

  readonly paused = computed(() => this.#begun() !== undefined);
  /** By the server's clock. */
  readonly at = computed(() => this.#begun()?.at);
  /** Messages of the whole broker since then. */
  readonly messages = computed(() => {
    const begun = this.#begun();
    return begun === undefined ? 0 : Math.max(0, this.#messages() - begun.messages);
  });

  toggle(): void {
    this.#begun.update((begun) =>
      begun === undefined ? { messages: this.#messages(), at: this.#clock.read() } : undefined,
    );
  }
}
