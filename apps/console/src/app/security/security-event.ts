import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SecurityEvent } from '../api/models';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { DetailSheet } from '../ui/detail-sheet';
import { count, duration } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { whenExactly } from '../ui/when';
import { categoryWords, reasonWords } from './security-words';

/** One event of the security log, and where to look next. */
@Component({
  selector: 'mcm-security-event',
  imports: [CopyButton, DetailSheet, Icon, Note, RouterLink],
  templateUrl: './security-event.html',
  styleUrls: ['../ui/facts.scss', './security-event.scss'],
})
export class SecurityEventView {
  readonly event = input.required<SecurityEvent>();

  readonly #now = inject(Clock).now;
  protected readonly count = count;

  protected readonly words = computed(() => {
    const { category, reason } = this.event();
    return { ...categoryWords(category), why: reasonWords(reason) };
  });
  protected readonly times = computed(() => {
    const { observedAt, lastObservedAt } = this.event();
    const [first, last] = [Date.parse(observedAt), Date.parse(lastObservedAt)];
    const now = this.#now();
    return {
      first: whenExactly(first, now),
      last: whenExactly(last, now),
      within: duration(last - first),
    };
  });
}
