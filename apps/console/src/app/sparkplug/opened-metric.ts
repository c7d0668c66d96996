import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SparkplugMetric } from '../api/models';
import { CodeLines } from '../topics/code-lines';
import { jsonLines } from '../topics/json-text';
import { CopyButton } from '../ui/copy-button';
import { exactly } from '../ui/formats';
import { DataSetTable } from './data-set-table';
import { dataSetOf, meant } from './metric-words';

/** All that is known of a metric: its value whole, where it came, and its properties. */
@Component({
  selector: 'mcm-opened-metric',
  imports: [CodeLines, CopyButton, DataSetTable, RouterLink],
  template: `
    @if (dataSet(); as dataSet) {
      <mcm-data-set-table [name]="metric().name" [dataSet]="dataSet" />
    } @else if (lines(); as lines) {
      <mcm-code-lines class="panel" [label]="'Value of ' + metric().name" [lines]="lines" />
    } @else if (text(); as text) {
      <div class="whole">
        <code>{{ text }}</code>
        <mcm-copy-button [text]="text" label="Copy the value" />
      </div>
    }
    <dl>
      <dt>Type</dt>
      <dd>{{ metric().type }}</dd>
      @if (metric().alias !== undefined) {
        <dt>Alias</dt>
        <dd>{{ metric().alias }}</dd>
      }
      <dt>Seen</dt>
      <dd>{{ exactly(metric().at) }}</dd>
      @if (metric().timestamp; as at) {
        <dt title="By its own clock">Node says</dt>
        <dd>{{ exactly(at) }}</dd>
      }
      @if (flags()) {
        <dt>Flags</dt>
        <dd>{{ flags() }}</dd>
      }
      @for (property of properties(); track property.name) {
        <dt class="mono" [title]="property.name + ', ' + property.type">{{ property.name }}</dt>
        <dd class="mono">{{ property.value }}</dd>
      }
      <dt>Topic</dt>
      <dd>
        <a [routerLink]="['/topics', metric().topicId]">The messages it came with</a>
      </dd>
    </dl>
  `,
  styles: `
    .whole {
      display: flex;
      align-items: flex-start;
      gap: 8px;
      overflow-wrap: anywhere;
    }
    .panel {
      display: block;
    }
    dl {
      display: grid;
      grid-template-columns: 112px minmax(0, 1fr);
      gap: 2px 12px;
      margin-top: 8px;
    }
    dt {
      overflow: hidden;
      color: var(--mcm-text-3);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    dd {
      overflow-wrap: anywhere;
    }
    a {
      text-decoration: underline;
    }
  `,
})
export class OpenedMetric {
  readonly metric = input.required<SparkplugMetric>();
  protected readonly exactly = exactly;

  protected readonly dataSet = computed(() => dataSetOf(this.metric().value, this.metric().type));
  protected readonly lines = computed(() => {
    const { value } = this.metric();
    return value !== null && typeof value === 'object'
      ? jsonLines(JSON.stringify(meant(value)))
      : undefined;
  });
  /** What a row cuts off, or does not show as it was sent. */
  protected readonly text = computed(() => {
    const { value } = this.metric();
    return value === null || typeof value === 'object' ? undefined : String(meant(value));
  });
  protected readonly flags = computed(() => {
    const { isHistorical, isTransient, isNull } = this.metric();
    return [
      ...(isNull ? ['null'] : []),
      ...(isHistorical ? ['historical: not the value of now'] : []),
      ...(isTransient ? ['transient: not to be stored'] : []),
    ].join(', ');
  });
  protected readonly properties = computed(() =>
    Object.entries(this.metric().properties ?? {}).map(([name, property]) => {
      const { type = '', value } = (property ?? {}) as {
        readonly type?: string;
        readonly value?: unknown;
      };
      return {
        name,
        type,
        value: typeof value === 'string' ? value : JSON.stringify(meant(value)),
      };
    }),
  );
}
