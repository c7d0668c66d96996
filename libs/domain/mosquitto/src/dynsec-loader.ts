import type { Fault, FilePlaces } from './file-places.js';
import {
  asciiLower,
  isNamed,
  memberOf,
  type JsonKind,
  type JsonMember,
  type JsonNode,
} from './json-node.js';

/** A named member of an object, where it has the kind that the plugin reads. */
type Found<Kind extends JsonKind> = Extract<JsonNode, { readonly kind: Kind }>;

const KIND_NAMES: Readonly<Record<JsonKind, string>> = {
  null: 'null',
  boolean: 'true or false',
  number: 'a number',
  string: 'a text in quotes',
  array: 'a list in [ ]',
  object: 'an object in { }',
};

/** What the loaders of the plugin's state share: how members are found, and the faults found so far. */
export class DynsecLoader {
  readonly faults: Fault[] = [];

  constructor(private readonly places: FilePlaces) {}

  refuses({ at }: { readonly at: number }, reason: string): void {
    this.faults.push({ at, reason, effect: 'refuses' });
  }

  ignores({ at }: { readonly at: number }, reason: string): void {
    this.faults.push({ at, reason, effect: 'ignores' });
  }

  misreads({ at }: { readonly at: number }, reason: string): void {
    this.faults.push({ at, reason, effect: 'misreads' });
  }

  lineOf({ at }: { readonly at: number }): number {
    return this.places.lineOf(at);
  }

  /** The first member of this name. */
  member(node: JsonNode, name: string): JsonMember | undefined {
    const lower = asciiLower(name);
    const first = memberOf(node, lower);
    if (first === undefined || node.kind !== 'object') return undefined;
    for (const other of node.members) {
      if (other === first || !isNamed(other.key, lower)) continue;
      this.ignores(other, `"${name}" stands here once more; the first counts.`);
    }
    return first;
  }

  /** The member of this name and kind; one of another kind counts as absent. */
  find<Kind extends JsonKind>(node: JsonNode, name: string, kind: Kind): Found<Kind> | undefined {
    const member = this.member(node, name);
    if (member === undefined) return undefined;
    if (isOf(member.value, kind)) return member.value;
    this.ignores(member, `"${name}" is ${KIND_NAMES[kind]}; anything else counts as absent.`);
    return undefined;
  }

  /** A text without which the object counts as absent. */
  text(node: JsonNode, name: string): Found<'string'> | undefined {
    const text = this.find(node, name, 'string');
    if (text === undefined && memberOf(node, asciiLower(name)) === undefined) {
      this.ignores(node, `Without "${name}" this counts as absent.`);
    }
    return text;
  }

  /** The objects in the list of this name. */
  objects(node: JsonNode, name: string): readonly JsonNode[] {
    const list = this.find(node, name, 'array');
    return list?.items.filter((item) => this.isObject(item, name)) ?? [];
  }

  /** Reports names that are defined twice. */
  once<T>(
    all: readonly { readonly node: JsonNode; readonly part: T }[],
    nameOf: (part: T) => string,
  ) {
    const seen = new Set<string>();
    for (const { node, part } of all) {
      const name = nameOf(part);
      if (seen.has(name)) {
        this.misreads(
          node,
          `"${shownName(name)}" is defined already. Versions differ in which counts.`,
        );
      }
      seen.add(name);
    }
  }

  /** A whole number as cJSON makes it: without its fraction, and no larger than an int of C. */
  whole(node: JsonNode, name: string, otherwise: number): number {
    const number = this.find(node, name, 'number');
    if (number === undefined) return otherwise;
    const whole = Math.trunc(Math.max(-2_147_483_648, Math.min(2_147_483_647, number.value)));
    if (whole !== number.value) {
      this.ignores(number, `The plugin reads ${whole}: a whole number of 32 bits.`);
    }
    return whole === 0 ? 0 : whole;
  }

  flag(node: JsonNode, name: string, otherwise: boolean): boolean {
    return this.find(node, name, 'boolean')?.value ?? otherwise;
  }

  private isObject(item: JsonNode, name: string): boolean {
    if (item.kind === 'object') return true;
    this.ignores(item, `In "${name}" stand objects in { }; anything else counts as absent.`);
    return false;
  }
}

function isOf<Kind extends JsonKind>(node: JsonNode, kind: Kind): node is Found<Kind> {
  return node.kind === kind;
}

export function shownName(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
