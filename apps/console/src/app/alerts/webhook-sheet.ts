import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { NOTICE_EVENTS, SEVERITIES, type NoticeEvent } from '#domain/alert';
import { Api } from '../api/api';
import { createWebhook, updateWebhook } from '../api/functions';
import type { AlertRule, Webhook, WebhookCreated } from '../api/models';
import { Attempt } from '../session/attempt';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { TextField } from '../ui/text-field';
import { LabelsField } from './labels-field';
import { RulesSelect } from './rules-select';
import { SEVERITY_WORDS } from './severity-words';
import {
  NEW_WEBHOOK,
  webhookDraftOf,
  webhookFaults,
  webhookRequestOf,
  type WebhookDraft,
} from './webhook-draft';
import { WebhookSecretView } from './webhook-secret';

export interface WebhookSheetInput {
  /** Which is changed, and the entity tag of what was read; without it one is added. */
  readonly seen?: { readonly webhook: Webhook; readonly version: string | null };
  readonly rules: readonly AlertRule[];
}

/** What the sheet was closed with. */
export interface WebhookDone {
  readonly title: string;
  readonly id: number;
}

/** Members that a field says something of. */
const TOLD = /^\/(name|url|filters\/(events|labels))(\/|$)/;

/** Adds an endpoint or changes one; the secret of a new one is shown this once. */
@Component({
  selector: 'mcm-webhook-sheet',
  imports: [
    FailureNote,
    Icon,
    LabelsField,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatCheckbox,
    MatIconButton,
    Note,
    RulesSelect,
    TextField,
    WebhookSecretView,
  ],
  templateUrl: './webhook-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss', './alert-rule-sheet.scss'],
})
export class WebhookSheet {
  readonly #api = inject(Api);
  readonly #data = inject<WebhookSheetInput>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<WebhookSheet, WebhookDone>>(MatDialogRef);
  protected readonly seen = this.#data.seen;
  protected readonly rules = this.#data.rules;

  protected readonly events = NOTICE_EVENTS;
  protected readonly severities = SEVERITIES.map((severity) => ({
    severity,
    word: severity === 'info' ? 'Any' : SEVERITY_WORDS[severity].word,
  }));

  protected readonly draft = signal<WebhookDraft>(
    this.seen === undefined ? NEW_WEBHOOK : webhookDraftOf(this.seen.webhook),
  );
  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  /** With its secret, until somebody says that they have it. */
  protected readonly made = signal<WebhookCreated | undefined>(undefined);
  protected readonly stale = computed(() => this.saving.refusal()?.kind === 'stale-version');
  readonly #faults = computed(() => webhookFaults(this.draft()));
  protected readonly failure = computed(() => {
    const refused = this.saving.refusal();
    if (this.stale() || refused?.kind === 'name-taken') return undefined;
    return untold(refused, (pointer) => TOLD.test(pointer));
  });
  private readonly name = viewChild<TextField>('name');
  private readonly url = viewChild<TextField>('url');

  protected faultOf(pointer: string): string | undefined {
    const refused = this.saving.refusal();
    if (pointer === '/name' && refused?.kind === 'name-taken')
      return 'An endpoint has this name already.';
    const told = refused?.faults?.get(pointer);
    // The server's words follow the name of the member.
    const wrong = told === undefined ? undefined : `It ${told}.`;
    return (this.tried() ? this.#faults().get(pointer) : undefined) ?? wrong;
  }

  protected change(change: Partial<WebhookDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
  }

  protected toggle(event: NoticeEvent, wanted: boolean): void {
    const chosen = new Set(this.draft().events);
    if (wanted) chosen.add(event);
    else chosen.delete(event);
    this.change({ events: NOTICE_EVENTS.filter((one) => chosen.has(one)) });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const faults = this.#faults();
    if (faults.has('/name')) return this.name()?.focus();
    if (faults.has('/url')) return this.url()?.focus();
    if (faults.size > 0) return;
    await this.saving.make(() => this.#send());
    if (this.faultOf('/url') !== undefined) this.url()?.focus();
  }

  /** Closes it; an endpoint that was added is told. */
  protected leave(): void {
    const made = this.made();
    this.dialog.close(made && { title: `The endpoint ${made.name} was added.`, id: made.id });
  }

  async #send(): Promise<void> {
    const body = webhookRequestOf(this.draft());
    if (this.seen === undefined) {
      this.made.set(await this.#api.invoke(createWebhook, { body }));
      // Not by a slip: the secret would be lost.
      this.dialog.disableClose = true;
      return;
    }
    const { webhook, version } = this.seen;
    const tag = version === null ? {} : { 'If-Match': version };
    const { id, name } = await this.#api.invoke(updateWebhook, { id: webhook.id, body, ...tag });
    this.dialog.close({ title: `The endpoint ${name} was changed.`, id });
  }
}
