import { preview } from '#domain/payload';
import type { SchemaVerdict } from '#domain/schema';
import type { FedMessage } from '#link/observer';
import type { SlotExample, TopicJudged } from './port.js';

/** Topics and schemas in one tick; what is beyond counts, but is not told topic by topic. */
const MOST_TOPICS = 5_000;
/** Of their names, which may have 65,535 each. */
const MOST_LETTERS = 4_000_000;
const EXAMPLES_OF_ONE = 20;
const PREVIEW_BYTES = 1_024;

type Kept = Omit<SlotExample, 'payloadPreview'> & { readonly beginning: Uint8Array };

/** What the next tick will tell. */
export class Told {
  #topics = new Map<number, Map<string, TopicJudged>>();
  #examples = new Map<number, Kept[]>();
  #size = 0;
  #letters = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(slot: number, message: FedMessage, verdict: SchemaVerdict): void {
    this.#addTopic(slot, message, verdict);
    if (!verdict.valid) this.#addExample(slot, message, verdict);
  }

  take(): { readonly topics: readonly TopicJudged[]; readonly examples: readonly SlotExample[] } {
    const topics = [...this.#topics.values()].flatMap((of) => [...of.values()]);
    const examples = [...this.#examples.values()].flat().map(({ beginning, ...example }) => ({
      ...example,
      payloadPreview: preview(beginning, PREVIEW_BYTES).text,
    }));
    this.#topics = new Map();
    this.#examples = new Map();
    this.#size = 0;
    this.#letters = 0;
    return { topics, examples };
  }

  #addTopic(slot: number, { topic, at }: FedMessage, { valid, errors }: SchemaVerdict): void {
    const topics = this.#topics.get(slot) ?? new Map<string, TopicJudged>();
    this.#topics.set(slot, topics);
    const before = topics.get(topic);
    if (before === undefined) {
      if (this.#size >= MOST_TOPICS || this.#letters >= MOST_LETTERS) return;
      this.#size++;
      this.#letters += topic.length;
    }
    const lastViolationAt = valid ? before?.lastViolationAt : at;
    topics.set(topic, {
      ...{ slot, topic },
      judged: (before?.judged ?? 0) + 1,
      violations: (before?.violations ?? 0) + (valid ? 0 : 1),
      last: { at, valid, errors },
      ...(lastViolationAt !== undefined && { lastViolationAt }),
    });
  }

  #addExample(slot: number, { topic, payload, at }: FedMessage, { errors }: SchemaVerdict): void {
    const examples = this.#examples.get(slot) ?? [];
    this.#examples.set(slot, examples);
    // The latest; a tick has more of them than are kept only under a flood.
    if (examples.length >= EXAMPLES_OF_ONE) examples.shift();
    const beginning = payload.slice(0, characterStart(payload, PREVIEW_BYTES));
    examples.push({ slot, topic, at, errors, payloadBytes: payload.length, beginning });
  }
}

/** Where the character begins that the byte at `end` is part of: a cut there leaves UTF-8 what it is. */
function characterStart(bytes: Uint8Array, end: number): number {
  let start = Math.min(end, bytes.length);
  while (start > end - 4 && start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
