import { settingsOf, type BrokerConfig } from './broker-config.js';
import type { ConfFound } from './conf-rules.js';
import { firstWord, isTrue, wholeOf } from './conf-words.js';

/** What MCM reads of the log, and what the broker logs unless a line says otherwise. */
const NEEDED = ['error', 'warning', 'notice', 'information', 'subscribe', 'unsubscribe'];
const USUAL = ['error', 'warning', 'notice', 'information'];
/** What the broker queues for a client unless a line says otherwise. */
const USUAL_QUEUE = 1_000;

/** What keeps MCM from seeing what it shows. */
export function* needFindings(config: BrokerConfig): Generator<ConfFound> {
  yield* logFindings(config);
  const { line } = config.broker;
  const messages = settingsOf(config, 'connection_messages').at(-1);
  if (messages !== undefined && !isTrue(firstWord(messages.value))) {
    const message = 'The broker does not log who comes and goes.';
    yield { code: 'no-connection-messages', at: messages, message };
  }
  const interval = settingsOf(config, 'sys_interval').at(-1);
  if (interval !== undefined && wholeOf(firstWord(interval.value), line) === 0) {
    const message = 'The broker publishes no figures below $SYS, not even its version.';
    yield { code: 'no-figures', at: interval, message };
  }
  const queue = settingsOf(config, 'max_queued_messages').at(-1);
  const length = queue && wholeOf(firstWord(queue.value), line);
  if (length !== undefined && length > 0 && length < USUAL_QUEUE) {
    const message = `The broker keeps ${length} messages for a client that is slow for a moment, and drops what is more.`;
    yield { code: 'small-queue', at: queue, message };
  }
}

function* logFindings(config: BrokerConfig): Generator<ConfFound> {
  const destinations = chosen(config, 'log_dest', ['stderr']);
  if (!destinations.has('topic')) {
    const message = 'The broker does not publish its log: there is no log_dest topic.';
    yield { code: 'no-log-topic', message };
  }
  const types = chosen(config, 'log_type', USUAL);
  const missing = types.has('all') ? [] : NEEDED.filter((type) => !types.has(type));
  if (missing.length > 0) {
    const message = `Of the log these types are missing: ${missing.join(', ')}.`;
    yield { code: 'log-types-missing', message };
  }
  // Debug lines never go to the topic.
  const isWritten = [...destinations].some((one) => one !== 'topic');
  if (!isWritten || !(types.has('all') || types.has('debug'))) return;
  const at = settingsOf(config, 'log_type').findLast(({ value }) => /^(?:all|debug)\b/.test(value));
  yield { code: 'log-debug', at, message: 'The broker writes debug lines into its log.' };
}

/** What lines that add up come to: `none` takes back those before it. */
function chosen(config: BrokerConfig, name: string, usual: readonly string[]): ReadonlySet<string> {
  const words = settingsOf(config, name).map(({ value }) => firstWord(value));
  if (words.length === 0) return new Set(usual);
  return new Set(words.slice(words.lastIndexOf('none') + 1));
}
