import { numberAt, numericFields } from '#domain/payload';
import type { HeldMessage } from '#domain/traffic';
import { inSlices } from '#platform';
import type { TopicFieldDto } from './api/topic-message.dto.js';

const FIELDS = 64;

interface FoundNumber {
  readonly message: HeldMessage;
  readonly field: string;
  readonly value: number;
}

/** How the numbers in the messages of a topic are found. */
export interface Numbers {
  /** Those in the message, at most 64. */
  fields(message: HeldMessage): Iterable<TopicFieldDto>;
  /** What the fields lead to; a message without one is left out. */
  read(
    messages: readonly HeldMessage[],
    fields: readonly string[],
  ): Promise<readonly FoundNumber[]>;
}

/** By JSON pointers. */
export const PAYLOAD_NUMBERS: Numbers = {
  fields: ({ payload }) =>
    numericFields(payload, FIELDS).map(({ path, value }) => ({ field: path, value })),
  async read(messages, fields) {
    // One field at a time: a payload may be a mebibyte of JSON, which is read for each.
    const places = messages.flatMap((message) => fields.map((field) => ({ message, field })));
    const found = await inSlices(places, ({ message, field }) => {
      const value = numberAt(message.payload, field);
      return value === undefined ? [] : [{ message, field, value }];
    });
    return found.flat();
  },
};

/** By the names of metrics, which `read` finds in a message. */
export function metricNumbers(
  read: (message: HeldMessage) => ReadonlyMap<string, number>,
): Numbers {
  return {
    fields: (message) =>
      [...read(message)].slice(0, FIELDS).map(([field, value]) => ({ field, value })),
    async read(messages, fields) {
      const found = await inSlices(messages, (message) => {
        const numbers = read(message);
        return fields.flatMap((field) => {
          const value = numbers.get(field);
          return value === undefined ? [] : [{ message, field, value }];
        });
      });
      return found.flat();
    },
  };
}
