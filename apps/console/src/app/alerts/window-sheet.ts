import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { Api } from '../api/api';
import { createAlertWindow, updateAlertWindow } from '../api/functions';
import type { AlertRule, AlertWindow } from '../api/models';
import { Attempt } from '../session/attempt';
import { Clock } from '../ui/clock';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { SuggestField } from '../ui/suggest-field';
import { TextField } from '../ui/text-field';
import { LabelsField } from './labels-field';
import { RulesSelect } from './rules-select';
import {
  newWindow,
  windowDraftOf,
  windowFaults,
  windowRequestOf,
  type WindowDraft,
} from './window-draft';
import { WEEKDAY_WORDS } from './window-words';

export interface WindowSheetInput {
  /** Which is changed, and the entity tag of what was read; without it one is added. */
  readonly seen?: { readonly window: AlertWindow; readonly version: string | null };
  readonly rules: readonly AlertRule[];
}

const SUGGESTED = 8;
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Members that a field says something of. */
const TOLD = /^\/(name|from|until|labels|weekly)(\/|$)/;

/** Adds a maintenance window or changes one; closes with what is to be told. */
@Component({
  selector: 'mcm-window-sheet',
  imports: [
    FailureNote,
    Icon,
    LabelsField,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatIconButton,
    Note,
    RulesSelect,
    SuggestField,
    TextField,
  ],
  templateUrl: './window-sheet.html',
  styleUrls: ['../ui/sheet.scss', '../ui/choices.scss', './window-sheet.scss'],
})
export class WindowSheet {
  readonly #api = inject(Api);
  readonly #now = inject(Clock);
  readonly #data = inject<WindowSheetInput>(MAT_DIALOG_DATA);
  protected readonly dialog = inject<MatDialogRef<WindowSheet, string>>(MatDialogRef);
  protected readonly seen = this.#data.seen;
  protected readonly rules = this.#data.rules;
  protected readonly weekdays = WEEKDAY_WORDS;

  protected readonly draft = signal<WindowDraft>(
    this.seen === undefined
      ? newWindow(this.#now.read(), OWN_ZONE)
      : windowDraftOf(this.seen.window, this.#now.read(), OWN_ZONE),
  );
  protected readonly tried = signal(false);
  protected readonly saving = new Attempt();
  protected readonly stale = computed(() => this.saving.refusal()?.kind === 'stale-version');
  readonly #faults = computed(() => windowFaults(this.draft()));
  protected readonly failure = computed(() =>
    this.stale() ? undefined : untold(this.saving.refusal(), (pointer) => TOLD.test(pointer)),
  );
  protected readonly zones = computed(() => {
    const typed = this.draft().timeZone.toLowerCase();
    return Intl.supportedValuesOf('timeZone')
      .filter((zone) => zone.toLowerCase().includes(typed) && zone !== this.draft().timeZone)
      .slice(0, SUGGESTED);
  });
  private readonly name = viewChild.required<TextField>('name');

  protected faultOf(pointer: string): string | undefined {
    const refused = this.saving.refusal()?.faults?.get(pointer);
    return (this.tried() ? this.#faults().get(pointer) : undefined) ?? refused;
  }

  protected change(change: Partial<WindowDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    this.saving.refusal.set(undefined);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.#faults().has('/name')) this.name().focus();
    if (this.#faults().size === 0) await this.saving.make(() => this.#send());
  }

  async #send(): Promise<void> {
    const body = windowRequestOf(this.draft());
    if (this.seen === undefined) {
      await this.#api.invoke(createAlertWindow, { body });
      this.dialog.close(`The maintenance window ${body.name} was added.`);
      return;
    }
    const { window, version } = this.seen;
    const tag = version === null ? {} : { 'If-Match': version };
    await this.#api.invoke(updateAlertWindow, { id: window.id, body, ...tag });
    this.dialog.close(`The maintenance window ${body.name} was changed.`);
  }
}
