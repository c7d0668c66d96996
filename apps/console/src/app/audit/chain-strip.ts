import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Clock } from '../ui/clock';
import { ago, count, counted, exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { when } from '../ui/when';
import { shortHash } from './audit-words';
import { ChainStore } from './chain-store';

/** Problems shown before one asks for all. */
const FEW = 3;

/** Whether the trail is whole, in one line; what is wrong with it, below. */
@Component({
  selector: 'mcm-chain-strip',
  imports: [Icon, MatButton, RouterLink],
  templateUrl: './chain-strip.html',
  styleUrl: './chain-strip.scss',
  host: { '[class]': 'mark()' },
})
export class ChainStrip {
  protected readonly chain = inject(ChainStore);
  protected readonly now = inject(Clock).now;
  protected readonly format = { ago, count, counted, exactly, shortHash, when };

  protected readonly checkedAt = computed(() =>
    Date.parse(this.chain.verification()?.checkedAt ?? ''),
  );
  protected readonly mark = computed(() => {
    const known = this.chain.verification();
    if (known === undefined) return this.chain.failure() === undefined ? 'unknown' : 'warning';
    return known.valid ? 'ok' : 'fault';
  });
  readonly #all = signal(false);
  protected readonly problems = computed(() => {
    const { problems = [], problemCount = 0 } = this.chain.verification() ?? {};
    const shown = this.#all() ? problems : problems.slice(0, FEW);
    return {
      shown,
      hidden: problems.length - shown.length,
      untold: problemCount - problems.length,
    };
  });

  protected showAll(): void {
    this.#all.set(true);
  }
}
