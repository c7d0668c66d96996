import { Component, computed, DOCUMENT, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatDialogRef } from '@angular/material/dialog';
import { MatFormField } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatTooltip } from '@angular/material/tooltip';
import { textOf } from '#domain/mosquitto';
import { BackendStore } from '../access/backend-store';
import { Api } from '../api/api';
import { importMqttUsers } from '../api/functions';
import type { MqttUserImport, UserImportFormat } from '../api/models';
import { Attempt } from '../session/attempt';
import { Clock } from '../ui/clock';
import { Confirm } from '../ui/confirm';
import { saveFile, timedName } from '../ui/download';
import { untold } from '../ui/failure';
import { FailureNote } from '../ui/failure-note';
import { count, counted } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import {
  FORMAT_EXAMPLES,
  FORMAT_HINTS,
  FORMAT_WORDS,
  guessFormat,
  importFault,
  importWords,
  passwordsCsv,
} from './user-import';
import type { UserDone } from './user-done';

/** Brings many users from a file or a pasted text into the draft; after that, what became of each line. */
@Component({
  selector: 'mcm-import-sheet',
  imports: [
    FailureNote,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatFormField,
    MatIconButton,
    MatInput,
    MatTooltip,
    Note,
  ],
  providers: [BackendStore],
  templateUrl: './import-sheet.html',
  styleUrls: ['../ui/sheet.scss', './import-sheet.scss'],
})
export class ImportSheet {
  readonly #api = inject(Api);
  readonly #confirm = inject(Confirm);
  readonly #clock = inject(Clock);
  readonly #document = inject(DOCUMENT);
  readonly #dialog = inject<MatDialogRef<ImportSheet, UserDone>>(MatDialogRef);
  readonly #backend = inject(BackendStore).kind;

  protected readonly kinds = ['csv', 'password_file'] as const;
  protected readonly formatWords = FORMAT_WORDS;
  protected readonly format = { count, counted };
  protected readonly words = importWords;

  protected readonly kind = signal<UserImportFormat>('csv');
  protected readonly typed = signal('');
  /** The name of the file that the text is from. */
  protected readonly file = signal<string | undefined>(undefined);
  readonly #tried = signal(false);
  protected readonly sending = new Attempt();
  protected readonly result = signal<MqttUserImport | undefined>(undefined);
  /** The file that the passwords went into. */
  protected readonly kept = signal<string | undefined>(undefined);
  readonly #done = signal<UserDone | undefined>(undefined);

  /** Why a password_file is no use. */
  protected readonly hashless = computed(() =>
    this.#backend() === 'dynamic-security'
      ? 'The dynamic-security plugin takes passwords, not their hashes.'
      : undefined,
  );
  protected readonly hint = computed(() => FORMAT_HINTS[this.kind()]);
  protected readonly example = computed(() => FORMAT_EXAMPLES[this.kind()]);
  protected readonly fault = computed(() => {
    const refused = this.sending.refusal()?.faults?.get('/text');
    return refused ?? (this.#tried() ? importFault(this.typed()) : undefined);
  });
  protected readonly failure = computed(() =>
    untold(this.sending.refusal(), (pointer) => pointer === '/text'),
  );

  protected write(text: string): void {
    this.typed.set(text);
    this.sending.refusal.set(undefined);
    const guessed = guessFormat(text);
    if (guessed !== undefined && this.hashless() === undefined) this.kind.set(guessed);
  }

  protected async take(field: HTMLInputElement): Promise<void> {
    const [file] = field.files ?? [];
    if (file === undefined) return;
    const text = textOf(new Uint8Array(await file.arrayBuffer()));
    field.value = '';
    this.file.set(file.name);
    this.write(text);
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.#tried.set(true);
    if (importFault(this.typed()) !== undefined) return;
    await this.sending.make(async () => {
      const body = { format: this.kind(), text: this.typed() };
      const result = await this.#api.invoke(importMqttUsers, { body });
      this.result.set(result);
      if (result.created + result.changed > 0) this.#done.set({ title: importWords(result) });
      // Passwords are told this once: not to be lost by a click beside the sheet.
      this.#dialog.disableClose = result.passwords.length > 0;
    });
  }

  protected download(): void {
    const csv = passwordsCsv(this.result()?.passwords ?? []);
    const name = timedName('mcm-mqtt-passwords', 'csv', this.#clock.read());
    saveFile(new Blob([csv], { type: 'text/csv' }), name, this.#document);
    this.kept.set(name);
  }

  protected async again(): Promise<void> {
    if (!(await this.#mayForget())) return;
    this.result.set(undefined);
    this.kept.set(undefined);
    this.#dialog.disableClose = false;
  }

  protected async leave(): Promise<void> {
    if (await this.#mayForget()) this.#dialog.close(this.#done());
  }

  /** Whether the passwords were kept, or are not wanted. */
  async #mayForget(): Promise<boolean> {
    const made = this.result()?.passwords.length ?? 0;
    if (made === 0 || this.kept() !== undefined) return true;
    return this.#confirm.ask({
      heading: 'Go on without the passwords?',
      text: 'Nobody can tell them again.',
      hits: [['Passwords', `${counted(made, 'password')} that MCM made, not downloaded`]],
      undo: 'import the same users again, with new passwords',
      go: 'Go on without',
      keep: 'Stay',
      act: () => Promise.resolve(),
    });
  }
}
