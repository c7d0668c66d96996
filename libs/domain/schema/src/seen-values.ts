import { SeenTexts } from './seen-texts.js';
import { bytesOf } from './size.js';
import { segment } from './subschemas.js';

/** Members of one object that are told apart. */
const MOST_MEMBERS = 100;
/** Bytes for the type, the range or the format of a member. */
const BESIDE_NAME = 100;

/** What all places of an inference share. */
export interface SeenLimits {
  /** Of the document that may still be used, about. */
  bytes: number;
  readonly deepest: number;
  readonly note: (text: string) => void;
}

interface Member {
  readonly values: SeenValues;
  /** In how many of the objects. */
  objects: number;
}

/** All values that were seen at one place of many messages. */
export class SeenValues {
  readonly #types = new Set<string>();
  readonly #texts = new SeenTexts();
  readonly #members = new Map<string, Member>();
  #objects = 0;
  #left = false;
  #items: SeenValues | undefined;
  #least = Infinity;
  #most = -Infinity;
  #isWhole = true;

  constructor(
    private readonly limits: SeenLimits,
    private readonly depth: number,
  ) {}

  add(value: unknown): void {
    if (Array.isArray(value)) this.#addList(value);
    else if (typeof value === 'object' && value !== null) this.#addObject(value);
    else if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'number') this.#addNumber(value);
    else this.#types.add(value === null ? 'null' : 'boolean');
  }

  /** What they have in common, as a schema, with lists of few values or without; `pointer` names the place in notes. */
  schema(pointer: string, enums: boolean): Record<string, unknown> {
    if (this.#types.size === 0) return {};
    const types = [...this.#types].map((type) =>
      type === 'number' && this.#isWhole ? 'integer' : type,
    );
    const [only] = types;
    const texts = this.#texts.schema(enums && types.length === 1);
    if (types.length > 1)
      this.limits.note(`${place(pointer)} was of several kinds: ${types.join(', ')}.`);
    return {
      type: types.length === 1 ? only : types.toSorted(),
      ...this.#range(),
      ...texts,
      ...this.#membersSchema(pointer, enums),
      ...(this.#items !== undefined && { items: this.#items.schema(`${pointer}/0`, enums) }),
    };
  }

  #addText(text: string): void {
    this.#types.add('string');
    this.#texts.add(text);
  }

  #addNumber(value: number): void {
    this.#types.add('number');
    this.#isWhole &&= Number.isInteger(value);
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
  }

  #addList(items: readonly unknown[]): void {
    this.#types.add('array');
    if (items.length === 0 || this.depth >= this.limits.deepest) return;
    this.#items ??= new SeenValues(this.limits, this.depth + 1);
    for (const item of items) this.#items.add(item);
  }

  #addObject(value: object): void {
    this.#types.add('object');
    this.#objects++;
    for (const [name, one] of Object.entries(value)) {
      const member = this.#members.get(name) ?? this.#newMember(name);
      if (member === undefined) continue;
      member.objects++;
      member.values.add(one);
    }
  }

  #newMember(name: string): Member | undefined {
    const room = this.#members.size < MOST_MEMBERS && this.limits.bytes > 0;
    if (!room || this.depth >= this.limits.deepest) {
      this.#left = true;
      return undefined;
    }
    // Its name stands in `properties` and in `required`.
    this.limits.bytes -= 2 * bytesOf(name) + BESIDE_NAME;
    const member = { values: new SeenValues(this.limits, this.depth + 1), objects: 0 };
    this.#members.set(name, member);
    return member;
  }

  /** JSON may hold numbers that JavaScript takes for infinite: there is no writing those down. */
  #range(): Record<string, number> {
    if (!Number.isFinite(this.#least) || !Number.isFinite(this.#most)) return {};
    return { minimum: this.#least, maximum: this.#most };
  }

  #membersSchema(pointer: string, enums: boolean): Record<string, unknown> {
    if (this.#left) {
      this.limits.note(
        `${place(pointer)} has more members, or deeper ones, than are told apart here.`,
      );
    }
    if (this.#members.size === 0) return {};
    const members = [...this.#members].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const always = members
      .filter(([, { objects }]) => objects === this.#objects)
      .map(([name]) => name);
    const properties = members.map(
      ([name, { values }]) => [name, values.schema(`${pointer}/${segment(name)}`, enums)] as const,
    );
    return {
      properties: Object.fromEntries(properties),
      ...(always.length > 0 && { required: always }),
    };
  }
}

const place = (pointer: string): string => (pointer === '' ? 'The payload' : pointer);
