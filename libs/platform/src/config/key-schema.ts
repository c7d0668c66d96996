import type { Secret } from './secret.js';

type Scalar = string | number | boolean;

/** What a key can be given. */
export type Value = Scalar | readonly string[];

/** What is declared of a key: JSON Schema's words, and a few of our own. */
export interface KeySchema {
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly description: string;
  readonly default?: Value;
  /** The default in words, where it depends on the machine. */
  readonly computed?: string;
  readonly enum?: readonly Scalar[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** What each element of a list is: an IP address or a CIDR block, or any text that is not empty. */
  readonly items?:
    | { readonly type: 'string'; readonly network: true }
    | { readonly type: 'string'; readonly minLength: 1 };
  readonly minItems?: number;
  /** What `pattern` or `items` asks for, in words. */
  readonly wanted?: string;
  /** Never printed; may also be read from a file, named by the `…_FILE` variable. */
  readonly secret?: true;
  /** Read from the configuration file alone: the environment is easier to come by. */
  readonly fileOnly?: true;
  /** A file: relative to the folder of the configuration file. */
  readonly path?: true;
  /** A duration such as `24h`: milliseconds to the program. */
  readonly duration?: Limits;
  /** A size such as `128MB`: bytes to the program. */
  readonly size?: Limits;
}

export interface Limits {
  readonly min: string;
  readonly max: string;
}

export interface SectionSchema {
  readonly type: 'object';
  readonly description: string;
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, KeySchema | SectionSchema>>;
}

/** `bind_address` to `bindAddress`. */
type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type ValueOf<K> = K extends { readonly secret: true }
  ? Secret
  : K extends { readonly enum: readonly (infer Choice)[] }
    ? Choice
    : K extends { readonly type: 'boolean' }
      ? boolean
      : K extends { readonly type: 'array' }
        ? readonly string[]
        : K extends
              | { readonly type: 'integer' }
              | { readonly duration: Limits }
              | { readonly size: Limits }
          ? number
          : string;

type AlwaysThere = SectionSchema | { readonly default: Value } | { readonly computed: string };

/** What the program gets for a schema: keys in camelCase, those without a default optional. */
export type ConfigOf<Schema> = Schema extends { readonly properties: infer P }
  ? {
      readonly [K in keyof P & string as P[K] extends AlwaysThere ? Camel<K> : never]: ConfigOf<
        P[K]
      >;
    } & {
      readonly [K in keyof P & string as P[K] extends AlwaysThere ? never : Camel<K>]?: ConfigOf<
        P[K]
      >;
    }
  : ValueOf<Schema>;

export function isSection(schema: KeySchema | SectionSchema): schema is SectionSchema {
  return schema.type === 'object';
}
