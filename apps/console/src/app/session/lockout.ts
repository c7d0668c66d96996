import { computed, inject, Service, signal } from '@angular/core';
import { Clock } from '../ui/clock';
import type { Failure } from '../ui/failure';

/** After too many wrong passwords or codes the server looks at none for a while: how long still. */
@Service({ autoProvided: false })
export class Lockout {
  readonly #tick = inject(Clock).now;
  /** By this browser's clock: the server says how long, not until when. */
  readonly #until = signal<number | undefined>(undefined);

  /** Seconds, counting down; `undefined` while one may try. */
  readonly left = computed(() => {
    this.#tick();
    const left = Math.ceil(((this.#until() ?? 0) - Date.now()) / 1_000);
    return left > 0 ? left : undefined;
  });
  /** Whether there was one that nobody has tried after. */
  readonly isOver = computed(() => this.#until() !== undefined && this.left() === undefined);

  /** Takes note of what was answered; whether it was a lock-out. */
  hear({ kind, retryAfter = 1 }: Failure): boolean {
    if (kind !== 'locked-out') return false;
    this.#until.set(Date.now() + retryAfter * 1_000);
    return true;
  }

  /** Somebody tries again. */
  forget(): void {
    this.#until.set(undefined);
  }
}
