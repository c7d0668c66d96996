import { asciiLower, bytesOf, readJson, type JsonNode } from '#domain/mosquitto';

/** What stands in the plugin's file or its answers; members by their names in lower case, for the plugin reads them so. */
export type Json =
  boolean | number | string | undefined | readonly Json[] | ReadonlyMap<string, Json>;

/** Nothing where the plugin reads no object in the text. */
export function jsonOf(text: string): ReadonlyMap<string, Json> | undefined {
  const { root, fault } = readJson(bytesOf(text));
  const json = fault === undefined && root !== undefined ? plain(root) : undefined;
  return json instanceof Map ? (json as ReadonlyMap<string, Json>) : undefined;
}

export function memberOf(json: Json, name: string): Json {
  return json instanceof Map ? (json as ReadonlyMap<string, Json>).get(name) : undefined;
}

export function listOf(json: Json, name: string): readonly Json[] {
  const list = memberOf(json, name);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

export function textIn(json: Json, name: string): string | undefined {
  const text = memberOf(json, name);
  return typeof text === 'string' ? text : undefined;
}

export function flagIn(json: Json, name: string, otherwise: boolean): boolean {
  const flag = memberOf(json, name);
  return typeof flag === 'boolean' ? flag : otherwise;
}

const [INT_MIN, INT_MAX] = [-2_147_483_648, 2_147_483_647];

/** A whole number as cJSON makes it: without its fraction, and no larger than an int of C. */
export function wholeIn(json: Json, name: string, otherwise: number): number {
  const number = memberOf(json, name);
  if (typeof number !== 'number') return otherwise;
  return Math.trunc(Math.max(INT_MIN, Math.min(INT_MAX, number))) || 0;
}

/** Of two members with one name the first counts. */
function plain(node: JsonNode): Json {
  switch (node.kind) {
    case 'null':
      return undefined;
    case 'array':
      return node.items.map(plain);
    case 'object': {
      const members = new Map<string, Json>();
      for (const { key, value } of node.members) {
        const name = asciiLower(key);
        if (!members.has(name)) members.set(name, plain(value));
      }
      return members;
    }
    case 'boolean':
    case 'number':
    case 'string':
      return node.value;
  }
}
