import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { FiringAlerts } from '../alerts/firing-alerts';
import { AccessDriftStore } from '../changes/access-drift-store';
import { AppliesStore } from '../changes/applies-store';
import { GroupsStore } from '../sparkplug/groups-store';
import { SparkplugNews } from '../sparkplug/sparkplug-news';
import { StatusStore } from '../status/status-store';
import { Clock } from '../ui/clock';
import { CopyButton } from '../ui/copy-button';
import { Empty } from '../ui/empty';
import { Failed } from '../ui/failed';
import { ago, count, exactly, rate } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { publishLine } from '../ui/publish-line';
import { accessAttention } from './access-attention';
import { alertAttention } from './alert-attention';
import { needsAttention } from './attention';
import { BrokenSchemas } from './broken-schemas';
import { schemaAttention } from './schema-attention';
import { sparkplugAttention } from './sparkplug-attention';
import { TileRow } from './tile-row';
import { brokerTiles, observedTiles } from './tiles';
import { TrafficPlots } from './traffic-plots';

/** The state of things at a glance: figures, what needs attention, the traffic. */
@Component({
  selector: 'mcm-overview-page',
  imports: [CopyButton, Empty, Failed, Icon, MatButton, Note, RouterLink, TileRow, TrafficPlots],
  providers: [AccessDriftStore, AppliesStore, BrokenSchemas, GroupsStore, SparkplugNews],
  templateUrl: './overview-page.html',
  styleUrl: './overview-page.scss',
  host: { class: 'page' },
})
export class OverviewPage {
  /** How far back the charts reach, from the address. */
  readonly range = input<string>();

  readonly #drift = inject(AccessDriftStore).drift;
  readonly #applies = inject(AppliesStore).ended;
  readonly #schemas = inject(BrokenSchemas).schemas;
  readonly #groups = inject(GroupsStore).groups;
  readonly #alerts = inject(FiringAlerts).alerts;
  protected readonly store = inject(StatusStore);
  protected readonly now = inject(Clock).now;
  protected readonly format = { ago, count, exactly, rate };

  protected readonly brokerTiles = computed(() => {
    const status = this.store.latest();
    return status ? brokerTiles(status) : [];
  });
  protected readonly observedTiles = computed(() => {
    const status = this.store.latest();
    return status ? observedTiles(status, this.store.at() ?? 0) : [];
  });
  protected readonly attention = computed(() => {
    const status = this.store.latest();
    if (status === undefined) return undefined;
    const access = accessAttention(this.#drift(), this.#applies(), this.now());
    const schemas = schemaAttention(this.#schemas(), this.now());
    const nodes = sparkplugAttention(this.#groups());
    const alerts = alertAttention(this.#alerts());
    return needsAttention(status, [...alerts, ...access, ...schemas, ...nodes]);
  });
  protected readonly sysAt = computed(() => {
    const at = this.store.latest()?.sys.observedAt;
    return at === undefined ? undefined : Date.parse(at);
  });
  protected readonly traffic = computed(() => this.store.latest()?.traffic);
  protected readonly publishLine = computed(() => {
    const target = this.store.latest()?.broker.target;
    return target && publishLine(target);
  });
}
