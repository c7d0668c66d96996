import { Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock';
import { ago, clockTime, duration, exactly, shortTime } from './formats';

const DAY = 24 * 3_600_000;
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** A moment as short as it stays clear: `14:20:29` today, `Sun 22:10` this week, `3 Nov 22:10`, `3 Nov 2024`. */
export function when(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString()) return clockTime(at);
  // Six days, since the seventh has the name of today.
  if (at < now && now - at < 6 * DAY) return `${weekday.format(then)} ${shortTime(at)}`;
  if (then.getFullYear() === today.getFullYear())
    return `${dayAndMonth.format(then)} ${shortTime(at)}`;
  return date.format(then);
}

/** The exact moment and how far it is away, for who asks more closely. */
export function whenExactly(at: number, now: number): string {
  const away = at > now ? `in ${duration(at - now)}` : ago(at, now);
  return `${exactly(at)}, ${away}`;
}

/** A moment in a table, exact on hover. */
@Component({
  selector: 'mcm-when',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ text() }}</time>`,
  styles: `
    time {
      white-space: nowrap;
    }
  `,
})
export class When {
  /** RFC 3339. */
  readonly at = input.required<string>();
  readonly #now = inject(Clock).now;
  readonly #ms = computed(() => Date.parse(this.at()));
  protected readonly text = computed(() => when(this.#ms(), this.#now()));
  protected readonly exact = computed(() => whenExactly(this.#ms(), this.#now()));
}
