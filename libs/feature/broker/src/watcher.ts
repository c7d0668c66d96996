import type { StreamEvent } from '#contract';
import { matches } from '#domain/mqtt';
import type { TopicMessage } from '#link/observer';

const MAX_PENDING_TOPICS = 2_000;
const MAX_PENDING_EVENTS = 500;

/** What one stream has asked for and not been sent yet: bounded, whatever the client does. */
export class Watcher {
  private filters: readonly string[] = [];
  private interval = 0;
  private readonly messages = new Map<string, TopicMessage>();
  private readonly sentAt = new Map<string, number>();
  private events: StreamEvent[] = [];
  private dropped = 0;

  watch(filters: readonly string[], maxPerSecond: number): void {
    this.filters = filters;
    this.interval = 1000 / maxPerSecond;
    for (const topic of [...this.messages.keys()])
      if (!this.wants(topic)) this.messages.delete(topic);
    this.sentAt.clear();
  }

  /** Facts are kept in order; when a client is too far behind, the newest are left out and counted. */
  add(event: StreamEvent): void {
    if (this.events.length < MAX_PENDING_EVENTS) this.events.push(event);
    else this.dropped += 1;
  }

  /** Messages to one topic are coalesced: the latest one, standing for all. */
  see(message: TopicMessage): void {
    if (!this.wants(message.topic)) return;
    const earlier = this.messages.get(message.topic);
    if (earlier) {
      const coalesced = earlier.coalesced + message.coalesced;
      this.messages.set(message.topic, { ...message, coalesced });
    } else if (this.messages.size < MAX_PENDING_TOPICS) {
      this.messages.set(message.topic, message);
    } else {
      this.dropped += message.coalesced;
    }
  }

  /** Hands over what is due at `now`; the rest waits for its topic's turn. */
  take(now: number): StreamEvent[] {
    const due: StreamEvent[] = this.dropped > 0 ? [{ type: 'lagged', dropped: this.dropped }] : [];
    this.dropped = 0;
    due.push(...this.events);
    this.events = [];
    for (const [topic, at] of this.sentAt) if (now - at >= this.interval) this.sentAt.delete(topic);
    for (const [topic, { at, ...message }] of this.messages) {
      if (this.sentAt.has(topic)) continue;
      this.messages.delete(topic);
      this.sentAt.set(topic, now);
      due.push({ type: 'topic_message', ...message, observedAt: new Date(at).toISOString() });
    }
    return due;
  }

  private wants(topic: string): boolean {
    return this.filters.some((filter) => matches(filter, topic));
  }
}
