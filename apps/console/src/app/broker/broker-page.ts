import { booleanAttribute, Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { StatusStore } from '../status/status-store';
import { Age } from '../ui/age';
import { Failed } from '../ui/failed';
import { exactly } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { ChecksPanel } from './checks-panel';
import { connectionFacts } from './connection-facts';
import { SysPanel } from './sys-panel';

/** The broker as MCM reaches it: the connection, what is well and what is not, and what it says about itself. */
@Component({
  selector: 'mcm-broker-page',
  imports: [Age, ChecksPanel, Failed, Icon, Note, SysPanel],
  templateUrl: './broker-page.html',
  styleUrls: ['../ui/facts.scss', './broker-page.scss'],
  host: { class: 'page' },
})
export class BrokerPage {
  readonly #router = inject(Router);
  protected readonly store = inject(StatusStore);

  /** From the address. */
  readonly attention = input(false, { transform: booleanAttribute });
  readonly find = input<string>();

  protected readonly broker = computed(() => this.store.latest()?.broker);
  protected readonly facts = computed(() => {
    const status = this.store.latest();
    return status && connectionFacts(status);
  });
  protected readonly warnings = computed(() => this.store.latest()?.warnings ?? []);
  protected readonly readAt = computed(() => exactly(this.store.at() ?? 0));
  protected readonly skeleton = [140, 60, 90, 70];

  protected show(change: { attention?: boolean; find?: string }): void {
    const { attention = this.attention(), find = this.find() ?? '' } = change;
    const queryParams = { attention: attention || null, find: find || null };
    void this.#router.navigate([], {
      queryParams,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }
}
