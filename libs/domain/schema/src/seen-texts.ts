import { isFormat, type Format } from './formats.js';

/** Formats that an inferred schema names, the closest first: what is a UUID may be a host name as well. */
const LIKELY: readonly Format[] = [
  'date-time',
  'date',
  'time',
  'uuid',
  'ipv4',
  'ipv6',
  'email',
  'uri',
];
/** A few words, each seen several times, are a list of values; what is seen once is just a text. */
const ENUM = { values: 8, characters: 64, times: 4 };

/** The texts that were seen at one place. */
export class SeenTexts {
  #formats = LIKELY;
  /** How often each, as long as they are few and short. */
  #values: Map<string, number> | undefined = new Map<string, number>();
  #count = 0;

  add(text: string): void {
    this.#count++;
    this.#formats = this.#formats.filter((format) => isFormat(format, text));
    if (this.#values === undefined) return;
    this.#values.set(text, (this.#values.get(text) ?? 0) + 1);
    const isShort = text.length <= ENUM.characters;
    if (!isShort || this.#values.size > ENUM.values) this.#values = undefined;
  }

  /** A list of values only when `enums`: where there is something else than texts, it would forbid that. */
  schema(enums: boolean): Record<string, unknown> {
    if (this.#count === 0) return {};
    const [format] = this.#formats;
    if (format !== undefined) return { format };
    const values = this.#values;
    if (!enums || values === undefined || this.#count < values.size * ENUM.times) return {};
    return { enum: [...values.keys()].toSorted() };
  }
}
