import { Component, computed, inject, input, resource } from '@angular/core';
import { MatAnchor } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { sparkplugTopic } from '#domain/sparkplug';
import { Api } from '../api/api';
import { listSparkplugNodes } from '../api/functions';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';

/** More nodes than have the name of another within theirs. */
const LIKELY = 50;

/** From a topic of Sparkplug to its node; nothing on other topics, or when MCM does not know the node. */
@Component({
  selector: 'mcm-node-link',
  imports: [Icon, MatAnchor, RouterLink],
  template: `
    @if (id(); as id) {
      <a
        matButton="outlined"
        [routerLink]="['/sparkplug', id]"
        [queryParams]="params()"
        aria-label="Its Sparkplug node"
        ><mcm-icon name="sparkplug" /><span class="wide">Node</span></a
      >
    }
  `,
})
export class NodeLink {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly topic = input.required<string>();

  readonly #place = computed(() => {
    const place = sparkplugTopic(this.topic());
    return place?.kind === 'host' ? undefined : place;
  });
  readonly #answer = resource({
    params: () => {
      const place = this.#place();
      const refused = this.#session.refusal('listSparkplugNodes') !== undefined;
      return refused ? undefined : place && { group: place.group, node: place.node };
    },
    loader: async ({ params: { group, node } }) => {
      const search = `${group}/${node}`;
      const found = await this.#api.invoke(listSparkplugNodes, { group, search, limit: LIKELY });
      return found.nodes.find((one) => one.node === node)?.id;
    },
  });
  protected readonly id = computed(() =>
    this.#answer.hasValue() ? this.#answer.value() : undefined,
  );
  protected readonly params = computed(() => {
    const place = this.#place();
    return place?.kind === 'device' ? { device: place.device } : {};
  });
}
