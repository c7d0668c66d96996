/**
 * Watchers of MCM's event stream, each over a WebSocket of its own with topics of its own.
 * Runs as a process of its own, forked with one argument in JSON:
 *
 *   { url, token, watches, perSecond, seconds }
 *
 * `watches` has the topics of each watcher, `perSecond` is what it asks for. Says `{ ready: true }` when each has got a
 * message of each of its topics, then, after `seconds`, `{ cpuShare, watchers }`: how much of a core it took itself,
 * and of each watcher `{ perSecond, p50, p99, most, ageP99, lagged, closed }`: updates for each topic and second,
 * milliseconds between updates of a topic, milliseconds that messages were old when they came, messages that the
 * server left out, and whether it closed the stream.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { percentile } from './statistics.mjs';

const { url, token, watches, perSecond, seconds } = JSON.parse(process.argv[2]);
const PATIENCE_MS = 30_000;
const POLL_MS = 50;

process.on('disconnect', () => process.exit());

let measuring = false;

class Watcher {
  #updatedAt = new Map();
  #intervals = [];
  #ages = [];
  #lagged = 0;
  #closed = false;

  constructor(filters) {
    this.filters = filters;
    this.socket = new WebSocket(url, ['mcm.v1', `Bearer.${token}`]);
    this.socket.on('message', (data) => this.#take(JSON.parse(data.toString())));
    this.socket.on('close', () => (this.#closed = true));
  }

  async watch() {
    await once(this.socket, 'open');
    const { filters } = this;
    this.socket.send(JSON.stringify({ type: 'watch', filters, maxPerSecond: perSecond }));
  }

  get hasSeenAll() {
    return this.#updatedAt.size === this.filters.length;
  }

  #take(event) {
    if (event.type === 'lagged' && measuring) this.#lagged += event.dropped;
    if (event.type !== 'topic_message') return;
    const now = performance.now();
    const before = this.#updatedAt.get(event.topic);
    this.#updatedAt.set(event.topic, now);
    if (!measuring) return;
    this.#ages.push(Date.now() - Date.parse(event.observedAt));
    this.#intervals.push(now - before);
  }

  result() {
    const [intervals, topics] = [this.#intervals, this.filters.length];
    return {
      perSecond: intervals.length / topics / seconds,
      ...{ p50: percentile(intervals, 0.5), p99: percentile(intervals, 0.99) },
      ...{ most: percentile(intervals, 1), ageP99: percentile(this.#ages, 0.99) },
      ...{ lagged: this.#lagged, closed: this.#closed },
    };
  }
}

const watchers = watches.map((topics) => new Watcher(topics));
await Promise.all(watchers.map((watcher) => watcher.watch()));
for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(POLL_MS)) {
  if (watchers.every(({ hasSeenAll }) => hasSeenAll)) break;
}
if (!watchers.every(({ hasSeenAll }) => hasSeenAll)) throw new Error('a topic never came');
process.send({ ready: true });
const cpuBegun = process.cpuUsage();
measuring = true;
await pause(seconds * 1000);
measuring = false;
const { user, system } = process.cpuUsage(cpuBegun);
const cpuShare = (user + system) / 1e6 / seconds;
process.send({ cpuShare, watchers: watchers.map((watcher) => watcher.result()) });
