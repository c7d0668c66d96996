import { DRAFT_URIS, type Draft } from './draft.js';
import { bytesOf, LARGEST_DOCUMENT } from './size.js';
import { readPayload } from './payload.js';
import { SeenValues, type SeenLimits } from './seen-values.js';

/** Of a document without lists of values, so that it can be used. */
const MOST_BYTES = 60_000;
/** Objects and lists within one another; what is deeper is not described. */
const DEEPEST = 10;
const MOST_NOTES = 20;

/** A schema that all the messages fit, for a person to look over. */
export interface Inferred {
  readonly document: Record<string, unknown>;
  /** Looked at. */
  readonly messages: number;
  /** Of them, those that say nothing about the schema. */
  readonly notJson: number;
  /** What whoever reviews it should know, as sentences. */
  readonly notes: readonly string[];
}

/** Looks at messages, one after the other, for what they have in common. */
export class Inference {
  readonly #notes = new Set<string>();
  readonly #limits: SeenLimits = {
    bytes: MOST_BYTES,
    deepest: DEEPEST,
    note: (text) => this.#note(text),
  };
  readonly #seen = new SeenValues(this.#limits, 0);
  #messages = 0;
  #notJson = 0;

  add(payload: Uint8Array): void {
    this.#messages++;
    const { isJson, value } = readPayload(payload);
    if (isJson) this.#seen.add(value);
    else this.#notJson++;
  }

  result(draft: Draft): Inferred {
    const judged = this.#messages - this.#notJson;
    const document = this.#document(draft, judged);
    if (this.#notJson > 0) {
      this.#note(
        `${count(this.#notJson)} of ${this.#messages} held no JSON, and would break any schema.`,
      );
    }
    if (judged > 0 && judged < FEW) {
      this.#note(`Only ${count(judged)} held JSON: what varies may look as if it did not.`);
    }
    const [messages, notJson] = [this.#messages, this.#notJson];
    return { document, messages, notJson, notes: [...this.#notes] };
  }

  #document(draft: Draft, judged: number): Record<string, unknown> {
    const described = (enums: boolean) => ({
      $schema: DRAFT_URIS[draft],
      description: `Inferred from ${count(judged)}. Ranges and lists of values are those that were seen.`,
      ...(judged > 0 && this.#seen.schema('', enums)),
    });
    const whole = described(true);
    if (bytesOf(whole) <= LARGEST_DOCUMENT) return whole;
    this.#note('Lists of values are left out: with them, the schema would be larger than 64 KiB.');
    return described(false);
  }

  #note(text: string): void {
    if (this.#notes.size < MOST_NOTES) this.#notes.add(text);
  }
}

const FEW = 20;

const count = (messages: number): string => `${messages} message${messages === 1 ? '' : 's'}`;
