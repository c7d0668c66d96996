import { Component, computed, input, linkedSignal } from '@angular/core';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import type { TopicDetail } from '../api/models';
import { CopyButton } from '../ui/copy-button';
import { count, size } from '../ui/formats';
import { Note } from '../ui/note';
import { CodeLines } from './code-lines';
import { jsonLines, type Line } from './json-text';
import { base64, hexLines, payloadBytes, payloadText } from './payload-text';

type Payload = NonNullable<TopicDetail['payload']>;
type Form = 'json' | 'text' | 'hex' | 'base64';

const FORMS: readonly { readonly form: Form; readonly label: string }[] = [
  { form: 'json', label: 'JSON' },
  { form: 'text', label: 'Text' },
  { form: 'hex', label: 'Hex' },
  { form: 'base64', label: 'Base64' },
];

/** What is laid out as running text; the rest is one copy away. */
const RUNNING_CHARACTERS = 100_000;

/** A payload as JSON, text, hex or base64. */
@Component({
  selector: 'mcm-payload-view',
  imports: [CodeLines, CopyButton, MatButtonToggle, MatButtonToggleGroup, Note],
  templateUrl: './payload-view.html',
  styleUrl: './payload-view.scss',
})
export class PayloadView {
  readonly payload = input.required<Payload>();
  readonly format = input.required<'json' | 'text' | 'binary'>();
  /** Bytes in all, of which `payload` may hold only the first. */
  readonly bytes = input.required<number>();

  protected readonly forms = computed(() =>
    this.format() === 'json' ? FORMS : FORMS.filter(({ form }) => form !== 'json'),
  );
  /** What was chosen stays while the payload allows it. */
  protected readonly form = linkedSignal<'json' | 'text' | 'binary', Form>({
    source: this.format,
    computation: (format, previous) => {
      const first = format === 'binary' ? 'hex' : format;
      if (previous === undefined || previous.source !== format) return first;
      return previous.value;
    },
  });

  /** What the copy button takes: what is shown, and all of it. */
  protected readonly text = computed((): string => {
    switch (this.form()) {
      case 'json':
      case 'text':
        return payloadText(this.payload());
      case 'hex':
        return hexLines(payloadBytes(this.payload())).join('\n');
      case 'base64':
        return base64(this.payload());
    }
  });
  protected readonly lines = computed((): readonly Line[] | undefined => {
    switch (this.form()) {
      case 'json':
        return jsonLines(payloadText(this.payload()));
      case 'hex':
        return hexLines(payloadBytes(this.payload())).map((text) => [{ kind: 'plain', text }]);
      case 'text':
      case 'base64':
        return undefined;
    }
  });
  protected readonly running = computed(() => this.text().slice(0, RUNNING_CHARACTERS));
  protected readonly left = computed(() => this.text().length - this.running().length);
  protected readonly held = computed(() => payloadBytes(this.payload()).length);
  protected readonly say = { count, size };
}
