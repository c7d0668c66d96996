import { Component, computed, input } from '@angular/core';
import type { MessageProperties } from '../api/models';
import { duration } from '../ui/formats';
import { CopyButton } from '../ui/copy-button';

interface Property {
  readonly name: string;
  readonly value: string;
}

/** The MQTT 5 properties that a message came with. */
@Component({
  selector: 'mcm-properties-panel',
  imports: [CopyButton],
  template: `
    <h2>Properties</h2>
    <div class="panel">
      <table aria-label="Properties of the message">
        <thead class="cdk-visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">Copy</th>
          </tr>
        </thead>
        <tbody>
          @for (property of own(); track property.name) {
            <tr>
              <th scope="row">{{ property.name }}</th>
              <td class="mono">{{ property.value }}</td>
              <td><mcm-copy-button [text]="property.value" [label]="'Copy ' + property.name" /></td>
            </tr>
          }
          @for (property of properties().userProperties; track $index) {
            <tr>
              <th scope="row" class="mono">{{ property.name }}</th>
              <td class="mono">{{ property.value }}</td>
              <td><mcm-copy-button [text]="property.value" [label]="'Copy ' + property.name" /></td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
  styles: `
    h2 {
      margin-bottom: 8px;
      font: var(--mcm-title);
    }
    table {
      width: 100%;
      border-collapse: collapse;
      table-layout: fixed;
    }
    th,
    td {
      padding: 4px 12px;
      border-bottom: 1px solid var(--mcm-line);
      text-align: left;
      vertical-align: top;
      overflow-wrap: anywhere;
    }
    tr:last-child > * {
      border-bottom: 0;
    }
    tbody th {
      width: 30%;
      padding-block: 8px;
      color: var(--mcm-text-2);
      font-weight: 400;
    }
    td.mono {
      padding-block: 8px;
    }
    td:last-child {
      width: 56px;
      text-align: right;
    }
  `,
})
export class PropertiesPanel {
  readonly properties = input.required<MessageProperties>();
  protected readonly own = computed(() => ownProperties(this.properties()));
}

/** Whether a message came with any. */
export function hasProperties(properties: MessageProperties): boolean {
  return properties.userProperties.length + ownProperties(properties).length > 0;
}

function ownProperties(properties: MessageProperties): readonly Property[] {
  const { contentType, responseTopic, correlationData, payloadIsUtf8, messageExpiryInterval } =
    properties;
  return [
    ...(contentType === undefined ? [] : [{ name: 'Content type', value: contentType }]),
    ...(payloadIsUtf8 === true ? [{ name: 'Payload format', value: 'UTF-8 text' }] : []),
    ...(responseTopic === undefined ? [] : [{ name: 'Response topic', value: responseTopic }]),
    ...(correlationData === undefined
      ? []
      : [{ name: 'Correlation data (Base64)', value: correlationData }]),
    ...(messageExpiryInterval === undefined
      ? []
      : [
          {
            name: 'Expiry',
            value: `${duration(messageExpiryInterval * 1_000)} after it arrived`,
          },
        ]),
  ];
}
