import { hex } from './hex.js';
import type { MapValue, Scalar, Value } from './value.js';

export interface Identity {
  /** The same for equal values, and for them alone. */
  readonly id: number;
  /** How many values without values in them it is made of. */
  readonly leaves: number;
}

/**
 * Numbers values so that two are compared at once, however much is in them: to compare trees level by
 * level, each time to the bottom, would take a hostile payload's square.
 */
export class Identities {
  private readonly ids = new Map<string, number>();
  private readonly known = new Map<Value, Identity>();

  of(value: Value): Identity {
    const known = this.known.get(value);
    if (known) return known;
    const identity = this.identify(value);
    this.known.set(value, identity);
    return identity;
  }

  /** Entries by what tells one from another: the key, and how often it came before. */
  entriesOf({ entries }: MapValue): Map<string, readonly [key: Value, value: Value]> {
    const occurrences = new Map<number, number>();
    return new Map(
      entries.map((entry) => {
        const { id } = this.of(entry[0]);
        const before = occurrences.get(id) ?? 0;
        occurrences.set(id, before + 1);
        return [`${id}#${before}`, entry];
      }),
    );
  }

  private identify(value: Value): Identity {
    switch (value.kind) {
      case 'list':
        return this.combined(
          'list',
          value.items.map((item) => this.of(item)),
        );
      case 'tagged':
        return this.combined(`tag ${value.tag}`, [this.of(value.value)]);
      case 'map': {
        const entries = [...this.entriesOf(value)].map(([key, [, inner]]) => ({
          key,
          ...this.of(inner),
        }));
        // In any order they are the same map.
        const ordered = entries.map(({ key, id }) => `${key}:${id}`).sort();
        return { id: this.idOf(`map ${ordered.join()}`), leaves: leavesOf(entries) };
      }
      case 'word':
      case 'number':
      case 'string':
      case 'bytes':
      case 'extension':
        return { id: this.idOf(scalarName(value)), leaves: 1 };
    }
  }

  private combined(name: string, parts: readonly Identity[]): Identity {
    return {
      id: this.idOf(`${name} ${parts.map(({ id }) => id).join()}`),
      leaves: leavesOf(parts),
    };
  }

  private idOf(name: string): number {
    const id = this.ids.get(name) ?? this.ids.size;
    this.ids.set(name, id);
    return id;
  }
}

/** An empty list or map is a leaf itself. */
function leavesOf(parts: readonly { readonly leaves: number }[]): number {
  return parts.reduce((sum, { leaves }) => sum + leaves, 0) || 1;
}

function scalarName(value: Scalar): string {
  switch (value.kind) {
    case 'word':
    case 'number':
    case 'string':
      return `${value.kind} ${value.text}`;
    case 'bytes':
      return `bytes ${hex(value.bytes)}`;
    case 'extension':
      return `extension ${value.type} ${hex(value.bytes)}`;
  }
}
