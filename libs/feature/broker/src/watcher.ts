import type { StreamEvent } from '#contract';
import { matches } from '#domain/mqtt';
import type { TopicMessage } from '#link/observer';

const MAX_PENDING_TOPICS = 2_000;
const MAX_PENDING_EVENTS = 500;
/** Ticks come early or late; what is due a little after one does not wait for the next. */
const EARLY_MS = 20;

/** What one stream has asked for and not been sent yet: bounded, whatever the client does. */
export class Watcher {
  private interval = 0;
  private readonly messages = new Map<string, TopicMessage>();
  /** When the next frame of a topic may go out. */
  private readonly nextAt = new Map<string, number>();
  private events: StreamEvent[] = [];
  private dropped = 0;

  watch(filters: readonly string[], maxPerSecond: number): void {
    this.interval = 1000 / maxPerSecond;
    for (const topic of [...this.messages.keys()]) {
      if (!filters.some((filter) => matches(filter, topic))) this.messages.delete(topic);
    }
    this.nextAt.clear();
  }

  /** Facts are kept in order; when a client is too far behind, the newest are left out and counted. */
  add(event: StreamEvent): void {
    if (this.events.length < MAX_PENDING_EVENTS) this.events.push(event);
    else this.dropped += 1;
  }

  /** A message to a topic that is watched. Those to one topic are coalesced: the latest one, standing for all. */
  see(message: TopicMessage): void {
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
    for (const [topic, at] of this.nextAt) if (now - at > this.interval) this.nextAt.delete(topic);
    for (const [topic, { at, ...message }] of this.messages) {
      const next = this.nextAt.get(topic) ?? now;
      if (next - now > EARLY_MS) continue;
      this.messages.delete(topic);
      this.nextAt.set(topic, next + this.interval);
      due.push({ type: 'topic_message', ...message, observedAt: new Date(at).toISOString() });
    }
    return due;
  }
}
