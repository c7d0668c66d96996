import { Injectable } from '@nestjs/common';
import { MOST_INSTANCES, type ActiveInstance } from '#domain/alert';
import { BrokerService } from '#feature/broker';
import type { ObservedTopic } from '#link/observer';

/** Pages of a search that may be empty while more follow: each looks at 200,000 topics. */
const MOST_PAGES = 20;
/** A longer topic is shown cut, with its id, which tells it from others that begin alike. */
const LONGEST_LABEL = 256;

export interface WatchedTopics {
  readonly topics: readonly ObservedTopic[];
  readonly areMore: boolean;
}

/** Finds the topics that a filter selects, as many as one rule follows. */
@Injectable()
export class TopicSelection {
  constructor(private readonly broker: BrokerService) {}

  async select(filter: string, most = MOST_INSTANCES): Promise<WatchedTopics> {
    if (!/[+#]/.test(filter)) return { topics: await this.named([filter]), areMore: false };
    const topics: ObservedTopic[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const from = cursor === undefined ? {} : { cursor };
      const limit = most - topics.length;
      const found = await this.broker.search({ filter, sort: 'name', limit, ...from });
      topics.push(...found.rows);
      cursor = found.nextCursor;
      if (cursor === undefined || topics.length >= most) break;
    }
    return { topics, areMore: cursor !== undefined };
  }

  /** The same, and what is pending or firing already, wherever it stands among those that the filter selects. */
  async watch(filter: string, active: readonly ActiveInstance[]): Promise<WatchedTopics> {
    const { topics, areMore } = await this.select(filter);
    if (!areMore) return { topics, areMore };
    const there = new Set(topics.map((topic) => topicLabel(topic)));
    const others = active.flatMap(({ labels: { topic } }) =>
      topic === undefined || there.has(topic) ? [] : [topic],
    );
    return { topics: [...topics, ...(await this.named(others))], areMore };
  }

  private async named(topics: readonly string[]): Promise<readonly ObservedTopic[]> {
    const found = await this.broker.lookUp(topics);
    return found.filter(({ isTopic }) => isTopic);
  }
}

/** What tells a topic from others, at a sane length. */
export function topicLabel({ topic, id }: Pick<ObservedTopic, 'topic' | 'id'>): string {
  return topic.length <= LONGEST_LABEL ? topic : `${topic.slice(0, LONGEST_LABEL)}… (${id})`;
}
