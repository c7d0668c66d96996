import { DOCUMENT, TitleCasePipe } from '@angular/common';
import {
  afterRenderEffect,
  Component,
  computed,
  debounced,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatFormField, MatPrefix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { MatTooltip } from '@angular/material/tooltip';
import { Router } from '@angular/router';
import { LOG_SEVERITIES, type LogSeverity } from '#contract';
import { LiveEvents } from '../live/live-events';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';
import { saveFile, timedName } from '../ui/download';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { clockTime, count, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { passes, readFilter } from './log-filter';
import { LINES_HELD, type LogEntry, LogStore } from './log-store';
import { logText, missingWords } from './log-words';

const MARKS: Record<LogSeverity, { readonly icon: IconName; readonly colour: string }> = {
  debug: { icon: 'unknown', colour: 't3' },
  info: { icon: 'info', colour: 't3' },
  notice: { icon: 'info', colour: 't2' },
  warning: { icon: 'warning', colour: 'warning' },
  error: { icon: 'fault', colour: 'fault' },
};

const NEAR_THE_END_PX = 24;

/** The broker's log, live, with what is shown in the address. */
@Component({
  selector: 'mcm-log-page',
  imports: [
    Empty,
    Failed,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatInput,
    MatOption,
    MatPrefix,
    MatSelect,
    MatTooltip,
    TitleCasePipe,
  ],
  templateUrl: './log-page.html',
  styleUrl: './log-page.scss',
})
export class LogPage {
  readonly #router = inject(Router);
  readonly #clock = inject(Clock);
  readonly #document = inject(DOCUMENT);
  protected readonly store = inject(LogStore);
  protected readonly live = inject(LiveEvents);
  protected readonly status = inject(StatusStore);

  /** From the address. */
  readonly severity = input<string>();
  readonly source = input<string>();
  readonly text = input<string>();

  protected readonly filter = computed(() =>
    readFilter(this.severity(), this.source(), this.text()),
  );
  protected readonly shown = computed(() =>
    this.store.entries().filter((entry) => passes(entry, this.filter())),
  );
  protected readonly lines = computed(
    () => this.shown().filter(({ kind }) => kind === 'line').length,
  );
  protected readonly hidden = computed(
    () => this.store.entries().filter(({ kind }) => kind === 'line').length - this.lines(),
  );
  protected readonly typed = linkedSignal(() => this.filter().text);
  readonly #settled = debounced(this.typed, 250);

  protected readonly severities = LOG_SEVERITIES;
  protected readonly marks = MARKS;
  protected readonly held = LINES_HELD;
  protected readonly format = { clockTime, count, counted, exactly };
  protected readonly missing = missingWords;

  /** Whether the newest line is in sight: then the page follows. */
  protected readonly following = signal(true);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');

  constructor() {
    afterRenderEffect(() => {
      this.shown();
      if (untracked(this.following)) this.toTheEnd();
    });
    effect(() => {
      const text = this.#settled.hasValue() ? this.#settled.value() : undefined;
      if (text !== undefined && text !== untracked(this.filter).text) {
        untracked(() => this.show({ text: text === '' ? null : text }));
      }
    });
  }

  protected show(change: Record<string, string | null>): void {
    void this.#router.navigate([], {
      queryParams: change,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected showAll(): void {
    this.typed.set('');
    this.show({ severity: null, source: null, text: null });
  }

  /** When lines were missing, for who asks more closely. */
  protected exactTime(entry: Exclude<LogEntry, { readonly kind: 'line' }>): string {
    if (entry.kind === 'lagged') return exactly(entry.at);
    return `${exactly(entry.gap.since)} to ${exactly(entry.gap.until)}`;
  }

  /** Keeps what is shown as a text file. */
  protected download(): void {
    if (this.lines() === 0) return;
    const blob = new Blob([logText(this.shown())], { type: 'text/plain;charset=utf-8' });
    saveFile(blob, timedName('mcm-log', 'txt', this.#clock.read()), this.#document);
  }

  protected scrolled(): void {
    const list = this.list()?.nativeElement;
    if (list === undefined) return;
    this.following.set(list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_THE_END_PX);
  }

  protected toTheEnd(): void {
    const list = this.list()?.nativeElement;
    list?.scrollTo({ top: list.scrollHeight });
  }
}
