import { Component, computed, input } from '@angular/core';
import { type HandedOver, HandedOverList } from '../ui/handed-over';

/** The signing secret of an endpoint: shown this once. */
@Component({
  selector: 'mcm-webhook-secret',
  imports: [HandedOverList],
  template: `
    <mcm-handed-over [facts]="facts()">
      <b>The secret is shown only now.</b> The receiver needs it to know that a webhook is from MCM:
      <code>X-MCM-Signature</code> is the HMAC-SHA256 of the body with it.
    </mcm-handed-over>
  `,
})
export class WebhookSecretView {
  readonly url = input.required<string>();
  readonly secret = input.required<string>();
  protected readonly facts = computed((): readonly HandedOver[] => [
    { name: 'URL', value: this.url() },
    { name: 'Secret', value: this.secret(), secret: true },
  ]);
}
