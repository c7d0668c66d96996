import { Component, computed, inject, input, output } from '@angular/core';
import { StatusStore } from '../status/status-store';
import { Age } from '../ui/age';
import { Empty } from '../ui/empty';
import { count } from '../ui/formats';
import { SearchBox } from '../ui/search-box';

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** Everything the broker says about itself below `$SYS`, each figure with its age. */
@Component({
  selector: 'mcm-sys-panel',
  imports: [Age, Empty, SearchBox],
  template: `
    <header class="panel-head">
      <h2 id="sys"><code>$SYS</code></h2>
      <span class="t3">{{ told() }}</span>
      <mcm-search-box
        label="Find a figure"
        [value]="find()"
        (valueChange)="findChange.emit($event)"
      />
    </header>
    @if (figures(); as figures) {
      @if (figures.length > 0) {
        <table>
          <caption class="cdk-visually-hidden">
            Figures of the broker, by topic
          </caption>
          <thead>
            <tr>
              <th>Topic</th>
              <th class="value">Value</th>
              <th class="age">Age</th>
            </tr>
          </thead>
          <tbody>
            @for (figure of figures; track figure.topic) {
              <tr>
                <td class="mono" [title]="figure.topic">{{ figure.topic }}</td>
                <td class="value num" [title]="figure.value">{{ valueOf(figure.value) }}</td>
                <td class="age t3"><mcm-age [at]="figure.observedAt" /></td>
              </tr>
            }
          </tbody>
        </table>
      } @else if (find()) {
        <mcm-empty heading="No figure has this in its topic" />
      } @else {
        <mcm-empty heading="The broker has told nothing about itself">
          <p>
            It publishes its figures below <code>$SYS</code> every <code>sys_interval</code> (0
            means never), and MCM's account has to be allowed to read <code>$SYS/#</code>.
          </p>
        </mcm-empty>
      }
    } @else {
      <div class="waiting" aria-hidden="true"><span class="skeleton"></span></div>
    }
  `,
  styleUrls: ['../ui/table.scss', './sys-panel.scss'],
  host: { role: 'region', 'aria-labelledby': 'sys', class: 'panel' },
})
export class SysPanel {
  readonly #sys = computed(() => this.store.latest()?.sys);
  protected readonly store = inject(StatusStore);
  /** A part of a topic. */
  readonly find = input.required<string>();
  readonly findChange = output<string>();

  protected readonly figures = computed(() => {
    const part = this.find().toLowerCase();
    return this.#sys()
      ?.figures.filter(({ topic }) => topic.toLowerCase().includes(part))
      .toSorted((one, other) => (one.topic < other.topic ? -1 : 1));
  });
  protected readonly told = computed(() => {
    const all = this.#sys()?.figures.length ?? 0;
    const shown = this.figures()?.length ?? 0;
    return shown === all ? count(all) : `${count(shown)} of ${count(all)}`;
  });

  protected valueOf(value: number | string): string {
    return typeof value === 'number' ? whole.format(value) : value;
  }
}
