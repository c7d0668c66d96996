import { Component, computed, inject } from '@angular/core';
import { StatusStore } from '../status/status-store';
import { Empty } from '../ui/empty';

/** When no Sparkplug traffic was ever seen: what the page waits for, and how a device gets there. */
@Component({
  selector: 'mcm-no-sparkplug-yet',
  imports: [Empty],
  template: `
    <mcm-empty heading="No Sparkplug traffic yet">
      <p>
        MCM listens on <code>spBv1.0/#</code>. An edge node appears here with its first message,
        most often its birth on <code>spBv1.0/&lt;group&gt;/NBIRTH/&lt;node&gt;</code>; its devices
        follow with theirs.
      </p>
      <p>
        To bring one here, let its MQTT client connect to
        @if (address(); as address) {
          <code>{{ address }}</code>
        } @else {
          this broker
        }
        and give it a group and a node name. Where access is managed, it needs
        <code>readwrite spBv1.0/&lt;group&gt;/+/&lt;node&gt;/#</code>, and MCM itself
        <code>read spBv1.0/#</code>.
      </p>
    </mcm-empty>
  `,
  styles: `
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class NoSparkplugYet {
  readonly #status = inject(StatusStore).latest;
  protected readonly address = computed(() => this.#status()?.broker.target.address);
}
