import { randomBytes } from 'node:crypto';
import { ErrorWithReasonCode, ErrorWithSubackPacket, type MqttClient } from 'mqtt';
import { setTimeout as pause } from 'node:timers/promises';
import { brokerCapabilities, brokerVersion } from '#domain/mosquitto';
import { explainFailure, type BrokerTarget } from '#link/observer';
import type { Connection } from './connect.js';
import { nameOf } from './errors.js';
import { logIn } from './login-stage.js';
import { within, type Stage, type StageOptions } from './stage.js';

type Filter = '#' | '$SYS/#';

/** One for all looks, so that no topic is left behind by each of them in what is observed. */
const LOOPBACK = 'mcm/doctor/loopback';
const VERSION = '$SYS/broker/version';
const LOG_TOPICS = '$SYS/broker/log/';
/** What the broker keeps comes at once; a log line comes when somebody logs in. */
const ARRIVAL_MS = 1_000;
const STEP_MS = 10;
const BUSY = 'See what the broker is busy with: its log, its load, its disk.';
const ALLOW_READING =
  'Let the user of mosquitto.username read it: "topic read #" and "topic read $SYS/#" in its section of the acl_file, or the like in its role.';

/** What the broker grants to a connection that it let in, and what arrives on it. */
export async function askStages(
  connection: Connection,
  target: BrokerTarget,
  options: StageOptions,
): Promise<readonly Stage[]> {
  const arrived = new Arrived(connection.client);
  const { patience } = options;
  const subscriptions: Stage[] = [];
  for (const filter of ['#', '$SYS/#'] as const) {
    const asked = { target, patience };
    const stage = await subscribeStage(connection, filter, asked);
    if (!stage) return [...subscriptions, ...(await unanswered(connection, filter, asked))];
    subscriptions.push(stage);
  }
  const [, sys] = subscriptions;
  const published = await publishStage(connection, arrived, patience);
  if (sys?.result !== 'ok') return [...subscriptions, published];
  const version = await arrived.first((topic) => topic === VERSION);
  const line = await loggedLine({ target, patience }, arrived);
  return [
    ...subscriptions,
    published,
    versionStage(version),
    ...capabilityStages(version),
    figuresStage(arrived),
    logStage(line !== undefined, version !== undefined),
  ];
}

/** What arrives on a connection, by topic. */
class Arrived {
  readonly #payloads = new Map<string, string>();

  constructor(client: MqttClient) {
    client.on('message', (topic, payload) => {
      if (topic.startsWith('$SYS/') || topic === LOOPBACK)
        this.#payloads.set(topic, payload.toString('utf8'));
    });
  }

  get topics(): readonly string[] {
    return [...this.#payloads.keys()];
  }

  /** The payload of a topic that is wanted; nothing when none arrives within a second. */
  async first(wanted: (topic: string, payload: string) => boolean): Promise<string | undefined> {
    // In steps that let the socket be read: a process that stood still has not waited for the broker.
    for (let left = ARRIVAL_MS; ; left -= STEP_MS) {
      const found = [...this.#payloads].find(([topic, payload]) => wanted(topic, payload));
      if (found || left <= 0) return found?.[1];
      await pause(STEP_MS);
    }
  }
}

interface Asked {
  readonly target: BrokerTarget;
  /** In milliseconds. */
  readonly patience: number;
}

/**
 * Takes no retained messages where the protocol lets it, and ends the one to all topics again: it is busy. Nothing when
 * the broker does not answer.
 */
async function subscribeStage(
  { client }: Connection,
  filter: Filter,
  { patience }: Asked,
): Promise<Stage | undefined> {
  const stage = 'subscribe';
  try {
    await within(client.subscribeAsync(filter, { qos: 0, rh: filter === '#' ? 2 : 0 }), patience);
    if (filter === '#') await within(client.unsubscribeAsync(filter), patience);
    return { stage, result: 'ok', what: `MCM may subscribe to ${filter}` };
  } catch (error) {
    // SUBACK said no, nothing at all, or the connection broke: what it is asked about.
    // The packet is missing when the connection broke instead; the types do not say so.
    const suback: ErrorWithSubackPacket['packet'] | undefined =
      error instanceof ErrorWithSubackPacket ? error.packet : undefined;
    const granted = suback?.granted[0];
    if (granted === undefined) return undefined;
    const what = `the broker refuses the subscription to ${filter}: ${nameOf(Number(granted))}`;
    return { stage, result: 'fail', what, hint: ALLOW_READING };
  }
}

/** Nothing came: the connection is gone, or the broker does something else. */
async function unanswered(
  { ended }: Connection,
  filter: Filter,
  { target, patience }: Asked,
): Promise<readonly Stage[]> {
  const failure = await Promise.race([ended, pause(STEP_MS)]);
  const { what, remedy = BUSY } = failure
    ? explainFailure(failure, target)
    : { what: `the broker let MCM in and does not answer within ${String(patience / 1000)} s` };
  return [
    {
      stage: 'subscribe',
      result: 'fail',
      what: `${what}: no subscription to ${filter}`,
      hint: remedy,
    },
    { stage: 'publish', result: 'skip', what: 'what is behind it was not tried' },
  ];
}

/** A message to itself, not retained. That it may not is no fault where nobody is to publish. */
async function publishStage(
  { client, protocolVersion }: Connection,
  arrived: Arrived,
  patience: number,
): Promise<Stage> {
  const stage = 'publish';
  const mark = randomBytes(8).toString('hex');
  const skip = (why: string): Stage => ({
    ...{ stage, result: 'skip' },
    what: `MCM may not publish to ${LOOPBACK} (${why}), which it needs only where operators are to publish`,
  });
  try {
    await within(client.subscribeAsync(LOOPBACK, { qos: 0 }), patience);
    await within(client.publishAsync(LOOPBACK, mark, { qos: 1, retain: false }), patience);
  } catch (error) {
    // PUBACK or SUBACK said no.
    if (error instanceof ErrorWithReasonCode) return skip(nameOf(error.code));
    if (error instanceof ErrorWithSubackPacket) return skip('it may not subscribe to it');
    // TooLate, or the connection broke meanwhile.
    const what = `a message to ${LOOPBACK} is not acknowledged: ${(error as Error).message}`;
    return { stage, result: 'fail', what, hint: BUSY };
  }
  const came = await arrived.first((topic, payload) => topic === LOOPBACK && payload === mark);
  if (came !== undefined) {
    return { stage, result: 'ok', what: `a message to ${LOOPBACK} came back` };
  }
  // MQTT 3.1.1 has no way to say that a message was refused (section 3.3.5).
  if (protocolVersion === 4) return skip('or may not read it: MQTT 3.1.1 does not tell which');
  const what = `a message to ${LOOPBACK} was taken and did not come back: MCM may publish there and not read`;
  return { stage, result: 'warn', what, hint: ALLOW_READING };
}

function versionStage(told: string | undefined): Stage {
  const stage = 'version';
  if (told === undefined) {
    return { stage, result: 'skip', what: `the broker does not tell its version in ${VERSION}` };
  }
  const shown = told.slice(0, 100);
  const known = brokerVersion(told);
  if (!told.startsWith('mosquitto version') || known === undefined) {
    const what = `the broker says it is “${shown}”, which MCM does not know`;
    const hint =
      'Use Mosquitto 2.0 or newer: what MCM says about access holds for no other broker.';
    return { stage, result: 'warn', what, hint };
  }
  return {
    stage,
    result: 'ok',
    what: `it is ${shown}, which decides as MCM knows of ${known.line}`,
  };
}

/** What is different in other versions of Mosquitto, so that nobody looks for it here. */
function capabilityStages(told: string | undefined): readonly Stage[] {
  const [version] = /^mosquitto version \d+(?:\.\d+)+/.exec(told ?? '') ?? [];
  if (version === undefined) return [];
  const capabilities = brokerCapabilities(version);
  return (['can', 'cannot'] as const)
    .filter((word) => capabilities[word].length > 0)
    .map((word) => ({
      ...{ stage: 'capabilities', result: 'ok' },
      what: `${version} ${word} ${capabilities[word].join('; ')}`,
    }));
}

function figuresStage({ topics }: Arrived): Stage {
  const stage = 'figures';
  const figures = topics.filter(
    (topic) => topic.startsWith('$SYS/') && !topic.startsWith(LOG_TOPICS),
  );
  if (figures.length > 0) {
    return { stage, result: 'ok', what: `figures arrive below $SYS: ${String(figures.length)}` };
  }
  const hint = `${ALLOW_READING} If it may, set sys_interval in mosquitto.conf to more than 0.`;
  return { stage, result: 'warn', what: 'no figure arrives below $SYS', hint };
}

/** What the broker logs when somebody logs in: so somebody does. */
async function loggedLine(
  { target, patience }: Asked,
  arrived: Arrived,
): Promise<string | undefined> {
  const visitor = await logIn(target, { patience });
  const line = await arrived.first((topic) => topic.startsWith(LOG_TOPICS));
  await visitor.connection?.close();
  return line;
}

function logStage(isLogged: boolean, mayRead: boolean): Stage {
  const stage = 'log';
  if (isLogged)
    return { stage, result: 'ok', what: "the broker's log arrives below $SYS/broker/log" };
  if (!mayRead) {
    const what = "whether the broker's log arrives is not known: nothing arrives below $SYS";
    return { stage, result: 'skip', what };
  }
  return {
    stage,
    result: 'warn',
    what: "the broker's log does not arrive: MCM cannot tell who is connected and whose log-in was refused",
    hint: 'Add "log_dest topic" to mosquitto.conf, with "connection_messages true" and the types notice and error, and restart the broker.',
  };
}
