import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import type { AlertRule, AlertWindow } from '../api/models';
import { Clock } from '../ui/clock';
import { type DeedItem, DeedsMenu } from '../ui/deeds-menu';
import { Failed } from '../ui/failed';
import type { Failure } from '../ui/failure';
import { counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { inOrder, scopeWords, timeWords } from './window-words';

export type WindowDeed = 'edit' | 'end' | 'delete';

/** Something that is to be done to a window. */
export interface WindowWanted {
  readonly deed: WindowDeed;
  readonly window: AlertWindow;
}

/** Maintenance windows: those in force and those that come; what is over on demand. */
@Component({
  selector: 'mcm-windows',
  imports: [DeedsMenu, Failed, Icon, MatButton, MatTooltip],
  templateUrl: './windows-panel.html',
  styleUrl: './windows-panel.scss',
})
export class WindowsPanel {
  readonly windows = input.required<readonly AlertWindow[] | undefined>();
  readonly failure = input.required<Failure | undefined>();
  readonly rules = input.required<readonly AlertRule[]>();
  /** Why nothing can be changed. */
  readonly readOnly = input.required<string | undefined>();
  readonly added = output();
  readonly wanted = output<WindowWanted>();
  readonly retry = output();

  readonly #now = inject(Clock).now;
  protected readonly showsPast = signal(false);
  readonly #rows = computed(() =>
    inOrder(this.windows() ?? [], this.#now()).map(({ window, phase }) => ({
      ...{ window, phase, time: timeWords(window, this.#now()) },
      scope: scopeWords(window, this.rules()),
      items: itemsOf(window, phase === 'in_force'),
    })),
  );
  protected readonly past = computed(
    () => this.#rows().filter(({ phase }) => phase === 'over').length,
  );
  protected readonly rows = computed(() =>
    this.#rows().filter(({ phase }) => this.showsPast() || phase !== 'over'),
  );
  protected readonly pastWords = computed(() => `${counted(this.past(), 'window')} over`);
}

function itemsOf(window: AlertWindow, inForce: boolean): readonly DeedItem<WindowDeed>[] {
  const whyNot =
    window.weekly === undefined
      ? 'It is not in force.'
      : 'It comes back every week: change or delete it.';
  return [
    { deed: 'edit', label: 'Change …' },
    {
      ...{ deed: 'end', label: 'End now' },
      reason: inForce && window.weekly === undefined ? undefined : whyNot,
    },
    { deed: 'delete', label: 'Delete …', danger: true },
  ];
}
