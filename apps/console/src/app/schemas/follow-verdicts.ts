import { DestroyRef, effect, inject, untracked } from '@angular/core';
import type { StreamEvent } from '#contract';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';

/** A flood of violations is asked about no more often. */
const AT_MOST_EVERY_MS = 1_000;
/** What fits is counted, and nobody is told of it. */
const ANYWAY_EVERY_MS = 5_000;

type Verdict = Extract<StreamEvent, { type: 'schema_verdict' }>;

/**
 * Calls `ask` when the stream told of a verdict, at most once a second; when it was opened, since nobody knows what
 * was missed; and every few seconds while somebody sees the page. In a constructor.
 *
 * @param concerns - which verdicts are waited for
 */
export function followVerdicts(
  ask: () => void,
  concerns: (verdict: Verdict) => boolean = () => true,
): void {
  const events = inject(LiveEvents);
  const visible = inject(PageVisibility).visible;
  let askedAt = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const askNow = () => {
    clearTimeout(soon);
    soon = undefined;
    askedAt = Date.now();
    ask();
  };
  const release = events.on('schema_verdict', (verdict) => {
    if (!concerns(verdict)) return;
    soon ??= setTimeout(askNow, Math.max(0, askedAt + AT_MOST_EVERY_MS - Date.now()));
  });
  const timer = setInterval(() => {
    if (visible()) askNow();
  }, ANYWAY_EVERY_MS);
  effect(() => {
    events.openings();
    untracked(askNow);
  });
  inject(DestroyRef).onDestroy(() => {
    release();
    clearInterval(timer);
    clearTimeout(soon);
  });
}
