import type { Draft } from '#domain/schema';

/** A schema that messages to some topics are judged by. */
export interface JsonSchema {
  readonly id: number;
  /** Unique. */
  readonly name: string;
  readonly topicFilter: string;
  readonly draft: Draft;
  /** As JSON. */
  readonly document: string;
  readonly enabled: boolean;
  readonly description?: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewJsonSchema = Omit<JsonSchema, 'id' | 'version' | 'createdAt' | 'updatedAt'>;

/** A schema before and after a change. */
export interface SchemaChange {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

/** What the audit trail remembers of it. */
export function traceOf({ document, ...schema }: NewJsonSchema): object {
  const { name, topicFilter, draft, enabled, description } = schema;
  return {
    ...{ name, topicFilter, draft, enabled, document: JSON.parse(document) as unknown },
    ...(description !== undefined && { description }),
  };
}
