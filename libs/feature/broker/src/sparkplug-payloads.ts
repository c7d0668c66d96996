import { Injectable } from '@nestjs/common';
import {
  BirthNames,
  decodePayload,
  describePayload,
  describePayloadInShort,
  isBlank,
  NO_BIRTH,
  numbersOf,
  sparkplugTopic,
} from '#domain/sparkplug';
import type { HeldMessage } from '#domain/traffic';
import { inflate } from '#link/sparkplug';
import type { DecodedDto } from './api/topic-message.dto.js';
import { SparkplugNodes } from './sparkplug-nodes.js';

const LONGEST_TEXT = 262_144;
const MOST_METRICS = 500;

/** Payloads of topics read as Sparkplug B, with aliases as the birth in force gives them. */
@Injectable()
export class SparkplugPayloads {
  constructor(private readonly nodes: SparkplugNodes) {}

  /** Whether the topic is one of a node or device, and the payload one of Sparkplug. */
  isLikely(topic: string, { payload }: HeldMessage): boolean {
    if (!isOfNode(topic)) return false;
    const read = decodePayload(payload);
    return read.payload !== undefined && !isBlank(read.payload);
  }

  async decoded(topic: string, { payload, at }: HeldMessage): Promise<DecodedDto> {
    const as = 'sparkplug';
    const read = decodePayload(payload, { inflate });
    if (read.problem !== undefined) {
      const { reason, offset } = read.problem;
      return { as, problem: `${reason}, at byte ${offset}.` };
    }
    const names = await this.names(topic);
    const sparkplug = {
      ...describePayload(read.payload, names, MOST_METRICS),
      ...(names.at !== undefined && at < names.at && { beforeBirth: true }),
    };
    const text = JSON.stringify(sparkplug, undefined, 2);
    const { metrics, metricCount } = sparkplug;
    const truncated = text.length > LONGEST_TEXT || metrics.length < metricCount;
    return { as, sparkplug, text: text.slice(0, LONGEST_TEXT), truncated };
  }

  /** `3 metrics, seq 12`; nothing where it is no such message. */
  inShort(topic: string, { payload }: HeldMessage): string | undefined {
    if (!isOfNode(topic)) return undefined;
    const read = decodePayload(payload, { inflate });
    return read.payload && describePayloadInShort(read.payload);
  }

  /** Reads the numbers of messages to the topic, by the names of their metrics. */
  async numberReader(
    topic: string,
  ): Promise<(message: HeldMessage) => ReadonlyMap<string, number>> {
    const names = await this.names(topic);
    return ({ payload }) => {
      const read = decodePayload(payload, { inflate });
      return numbersOf(read.payload?.metrics ?? [], names);
    };
  }

  /** On other topics there are no births to go by. */
  private async names(topic: string): Promise<BirthNames> {
    if (!isOfNode(topic)) return NO_BIRTH;
    return new BirthNames(await this.nodes.ask((thread) => thread.birth(topic)));
  }
}

function isOfNode(topic: string): boolean {
  const place = sparkplugTopic(topic);
  return place !== undefined && place.kind !== 'host';
}
