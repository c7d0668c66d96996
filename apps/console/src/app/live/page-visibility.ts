import { DestroyRef, DOCUMENT, inject, Service, signal } from '@angular/core';

/** Whether anybody can see this tab: a hidden one neither polls nor listens. */
@Service()
export class PageVisibility {
  readonly #document = inject(DOCUMENT);
  readonly #visible = signal(!this.#document.hidden);
  readonly visible = this.#visible.asReadonly();

  constructor() {
    const look = () => this.#visible.set(!this.#document.hidden);
    this.#document.addEventListener('visibilitychange', look);
    inject(DestroyRef).onDestroy(() =>
      this.#document.removeEventListener('visibilitychange', look),
    );
  }
}
