import { DestroyRef, inject } from '@angular/core';
import { PageVisibility } from '../live/page-visibility';

/**
 * Asks again every so often while somebody can see it, for what changes without an event of its own: values, looks,
 * attempts. Must be called where things are injected.
 *
 * @param isNeeded - whether what is shown can change at all
 */
export function askAgain(everyMs: number, isNeeded: () => boolean, ask: () => void): void {
  const { visible } = inject(PageVisibility);
  const timer = setInterval(() => {
    if (visible() && isNeeded()) ask();
  }, everyMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
