import { inject, Service } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Api } from '../api/api';
import {
  deleteWebhook,
  getWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '../api/functions';
import type { Webhook, WebhookDeliveryDetail } from '../api/models';
import { Confirm } from '../ui/confirm';
import { type NewSecret, SecretDialog } from './secret-dialog';

export type WebhookDeed = 'edit' | 'test' | 'rotate' | 'delete';

/** What is done to an endpoint. */
@Service({ autoProvided: false })
export class WebhookDeeds {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);
  readonly #dialog = inject(MatDialog);

  /** The endpoint as it is now, and its entity tag. */
  async read(id: number) {
    const { body, headers } = await this.#api.invoke$Response(getWebhook, { id });
    return { webhook: body, version: headers.get('etag') };
  }

  /** Answers what is to be told. */
  async enable({ id }: Webhook, enabled: boolean): Promise<string> {
    const { webhook, version } = await this.read(id);
    const { name, url, filters } = webhook;
    const tag = version === null ? {} : { 'If-Match': version };
    await this.#api.invoke(updateWebhook, { id, body: { name, url, filters, enabled }, ...tag });
    return `The endpoint ${name} was ${enabled ? 'enabled' : 'disabled'}.`;
  }

  /** The delivery of a test, after its only attempt. */
  test({ id }: Webhook): Promise<WebhookDeliveryDetail> {
    return this.#api.invoke(testWebhook, { id });
  }

  async rotate({ id, name, url }: Webhook): Promise<string | undefined> {
    let made: NewSecret | undefined;
    const done = await this.#confirm.ask({
      heading: `Make a new secret for ${name}?`,
      text: 'From then on all that is sent is signed with it, also what waits already: the receiver refuses it until it knows the new one.',
      hits: [['URL', url]],
      ...{ go: 'Make a new secret', keep: 'Keep the old one' },
      act: async () => {
        const { secret } = await this.#api.invoke(rotateWebhookSecret, { id });
        made = { name, url, secret };
      },
    });
    if (!done || made === undefined) return undefined;
    await this.#hand(made);
    return `The endpoint ${name} has a new secret.`;
  }

  async delete({ id, name, url }: Webhook): Promise<string | undefined> {
    const done = await this.#confirm.ask({
      heading: `Delete the endpoint ${name}?`,
      text: 'What waits for it is not sent, and its deliveries go from the log.',
      hits: [['URL', url]],
      ...{ go: 'Delete', keep: 'Keep' },
      act: () => this.#api.invoke(deleteWebhook, { id }),
    });
    return done ? `The endpoint ${name} was deleted.` : undefined;
  }

  async #hand(data: NewSecret): Promise<void> {
    const dialog = this.#dialog.open<SecretDialog, NewSecret>(SecretDialog, {
      data,
      // Not by a slip: the secret would be lost.
      disableClose: true,
      ariaLabelledBy: 'webhook-secret',
      autoFocus: 'first-heading',
      maxWidth: 'min(520px, calc(100vw - 32px))',
    });
    await firstValueFrom(dialog.afterClosed());
  }
}
