import { Component, computed, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatTooltip } from '@angular/material/tooltip';
import { Api } from '../api/api';
import { getTopicRaw } from '../api/functions';
import type { Payload, TopicDecode, TopicMessage } from '../api/models';
import { CopyButton } from '../ui/copy-button';
import { fromBlob, saveFile } from '../ui/download';
import { type Failure, failureOf } from '../ui/failure';
import { count, size } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Note } from '../ui/note';
import { CodeLines, type Plotting } from './code-lines';
import { fileName } from './file-name';
import { copyText, DECODE_WORDS, shownAs, shownAsSparkplug, STRUCTURED } from './payload-form';
import { payloadBytes } from './payload-text';
import { sparkplugNotes } from './sparkplug-lines';

/** The forms side by side, and those behind the menu. */
const FORMS: readonly (readonly TopicDecode[])[] = [
  ['json', 'text', 'hex', 'base64'],
  ['cbor', 'msgpack', 'sparkplug'],
];
const SPARKPLUG_FORMS: readonly (readonly TopicDecode[])[] = [
  ['sparkplug', 'text', 'hex'],
  ['base64', 'json', 'cbor', 'msgpack'],
];

/** What is laid out as running text; the rest is one copy away. */
const RUNNING_CHARACTERS = 100_000;

/** The value of a message in every form it can be read in. */
@Component({
  selector: 'mcm-payload-view',
  imports: [
    CodeLines,
    CopyButton,
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatIconButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    MatTooltip,
    Note,
  ],
  templateUrl: './payload-view.html',
  styleUrl: './payload-view.scss',
})
export class PayloadView {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);

  /** The topic's. */
  readonly id = input.required<string>();
  readonly topic = input.required<string>();
  readonly message = input.required<TopicMessage>();
  readonly payload = input.required<Payload>();
  /** Whether another message was asked for, and is on its way. */
  readonly outdated = input(false);
  /** The form that was chosen; without it, the one that fits. */
  readonly decode = input<TopicDecode>();
  readonly decodeChange = output<TopicDecode | undefined>();
  readonly plotting = input.required<Plotting>();
  readonly plot = output<string>();

  readonly #forms = computed(() =>
    this.message().likely === 'sparkplug' ? SPARKPLUG_FORMS : FORMS,
  );
  protected readonly plain = computed(() => this.#forms()[0] ?? []);
  protected readonly others = computed(() => this.#forms()[1] ?? []);
  protected readonly words = DECODE_WORDS;
  protected readonly say = { count, size };
  protected readonly form = computed(() => this.decode() ?? this.message().likely);
  protected readonly isMore = computed(() => this.others().includes(this.form()));
  protected readonly structured = computed(() => STRUCTURED.has(this.form()));
  protected readonly shown = computed(() => {
    const form = this.form();
    return form === 'sparkplug'
      ? shownAsSparkplug(this.message().decoded)
      : shownAs(this.payload(), form);
  });
  /** What has to be known to read it. */
  protected readonly notes = computed(() => {
    const sparkplug = this.message().decoded?.sparkplug;
    return this.form() === 'sparkplug' && sparkplug ? sparkplugNotes(sparkplug) : [];
  });
  protected readonly running = computed(() => this.#text().slice(0, RUNNING_CHARACTERS));
  protected readonly left = computed(() => this.#text().length - this.running().length);
  protected readonly copy = computed(() => {
    const form = this.form();
    if (form !== 'sparkplug') return copyText(this.payload(), form);
    return this.message().decoded?.text ?? copyText(this.payload(), 'base64');
  });
  protected readonly held = computed(() => payloadBytes(this.payload()).length);
  readonly #text = computed(() => {
    const shown = this.shown();
    return shown.kind === 'text' ? shown.text : '';
  });
  protected readonly saving = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);

  /** The form that fits needs no place in the address. */
  protected pick(form: TopicDecode): void {
    this.decodeChange.emit(form === this.message().likely ? undefined : form);
  }

  protected async save(): Promise<void> {
    if (this.saving()) return;
    this.saving.set(true);
    this.failure.set(undefined);
    const { number, likely } = this.message();
    try {
      const blob = await this.#api.invoke(getTopicRaw, { id: this.id(), number });
      saveFile(blob, fileName(this.topic(), number, likely), this.#document);
    } catch (error) {
      // No answer, or it was let go in the meantime.
      this.failure.set(failureOf(await fromBlob(error)));
    }
    this.saving.set(false);
  }
}
