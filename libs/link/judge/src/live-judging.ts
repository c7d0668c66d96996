import type { MessagePort } from 'node:worker_threads';
import { FilterTrie } from '#domain/mqtt';
import { compileSchema, readPayload, type CompiledSchema, type JsonPayload } from '#domain/schema';
import { FeedReader, type FedMessage, type FeedSkips } from '#link/observer';
import type { JudgeMemory } from './judge-memory.js';
import type { FromJudge, PlacedSchema } from './port.js';
import { Told } from './told.js';

/** Topics whose schemas are remembered; with more, they are found out anew now and then. */
const MOST_TOPICS = 20_000;
/** Of their names, which may have 65,535 each. */
const MOST_LETTERS = 8_000_000;
const NO_SKIPS: FeedSkips = { tooFast: 0, tooLarge: 0, lost: 0 };

interface Judging {
  readonly placed: PlacedSchema;
  readonly compiled: CompiledSchema;
}

/** The schemas that a topic answers to. */
interface Matching {
  readonly schemas: readonly Judging[];
  readonly slots: readonly number[];
}

/** What the judge's thread does: has each message judged by all schemas whose filters select its topic. */
export class LiveJudging {
  readonly #memory: JudgeMemory;
  readonly #post: (message: FromJudge) => void;
  readonly #byTopic = new Map<string, Matching>();
  #letters = 0;
  readonly #told = new Told();
  #schemas: readonly Judging[] = [];
  #filters = new FilterTrie<Judging>();
  #isTaken = true;

  constructor(memory: JudgeMemory, post: (message: FromJudge) => void) {
    this.#memory = memory;
    this.#post = post;
  }

  /** Compiles those that are new; messages of all topics are judged by what they match from now on. */
  replace(schemas: readonly PlacedSchema[]): void {
    this.#schemas = schemas.flatMap((placed) => this.#judging(placed));
    this.#filters = new FilterTrie();
    for (const one of this.#schemas) this.#filters.add(one.placed.topicFilter, one);
    this.#forgetTopics();
  }

  /** What is still on its way in the feed before is judged, too. */
  read(port: MessagePort): void {
    let told = NO_SKIPS;
    new FeedReader(port, (messages, skips) => {
      this.#take(messages);
      this.#memory.batchTaken(minus(skips, told));
      told = skips;
    });
  }

  /** Tells what came since the tick before, when that was handled. */
  tick(): void {
    if (!this.#isTaken || this.#told.isEmpty) return;
    this.#isTaken = false;
    this.#post({ kind: 'tick', ...this.#told.take() });
  }

  tickTaken(): void {
    this.#isTaken = true;
  }

  #judging(placed: PlacedSchema): Judging[] {
    const before = this.#schemas.find((one) => one.placed.slot === placed.slot);
    if (before !== undefined) return [before];
    this.#memory.begin(placed.slot, true);
    // Whole: compiling may take longer than judging may.
    const document: unknown = JSON.parse(placed.document);
    const { schema, faults } = compileSchema(document, placed.draft, { whole: true });
    this.#memory.compiled();
    if (schema !== undefined) return [{ placed, compiled: schema }];
    this.#post({ kind: 'refused', slot: placed.slot, faults });
    return [];
  }

  #take(messages: Iterable<FedMessage>): void {
    for (const message of messages) {
      const { schemas, slots } = this.#of(message.topic);
      this.#memory.take(slots);
      if (schemas.length === 0) continue;
      const payload = readPayload(message.payload);
      for (const schema of schemas) this.#judge(schema, message, payload);
    }
  }

  #judge({ placed, compiled }: Judging, message: FedMessage, payload: JsonPayload): void {
    this.#memory.begin(placed.slot);
    const verdict = compiled.judge(payload);
    this.#memory.judged(placed.slot, verdict.valid);
    this.#told.add(placed.slot, message, verdict);
  }

  #of(topic: string): Matching {
    const known = this.#byTopic.get(topic);
    if (known !== undefined) return known;
    if (this.#byTopic.size >= MOST_TOPICS || this.#letters >= MOST_LETTERS) this.#forgetTopics();
    const schemas = [...this.#filters.of(topic)];
    const found = { schemas, slots: schemas.map(({ placed }) => placed.slot) };
    this.#byTopic.set(topic, found);
    this.#letters += topic.length;
    return found;
  }

  #forgetTopics(): void {
    this.#byTopic.clear();
    this.#letters = 0;
  }
}

const minus = (one: FeedSkips, other: FeedSkips): FeedSkips => ({
  tooFast: one.tooFast - other.tooFast,
  tooLarge: one.tooLarge - other.tooLarge,
  lost: one.lost - other.lost,
});
