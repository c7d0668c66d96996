import { DestroyRef, inject, resource, type Signal } from '@angular/core';
import { Api } from '../api/api';
import { listBrokerSamples } from '../api/functions';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { type LastAnswer, lastAnswer } from '../ui/last-answer';
import type { History } from './history-data';
import { beginningOf, LIVE, type Range } from './ranges';

const EVERY_MS = 60_000;
/** More than a range has points. */
const LIMIT = 500;

export interface TrafficHistory extends LastAnswer<History> {
  readonly refresh: () => void;
}

/** The samples of a range, read every minute while somebody can see them; not of the live one. In a field's initializer. */
export function trafficHistory(range: Signal<Range>): TrafficHistory {
  const api = inject(Api);
  const clock = inject(Clock);
  const session = inject(Session);
  const isVisible = inject(PageVisibility).visible;
  const openings = inject(LiveEvents).openings;

  const question = resource({
    params: () =>
      isVisible() && range() !== LIVE && session.refusal('listBrokerSamples') === undefined
        ? { range: range(), openings: openings() }
        : undefined,
    loader: async ({ params }): Promise<History> => {
      const at = clock.read();
      const since = new Date(beginningOf(params.range, at) * 1_000).toISOString();
      const { every } = params.range;
      const { samples } = await api.invoke(listBrokerSamples, { since, every, limit: LIMIT });
      return { range: params.range, at, samples };
    },
  });
  const timer = setInterval(() => question.reload(), EVERY_MS);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
  return { ...lastAnswer(question), refresh: () => question.reload() };
}
