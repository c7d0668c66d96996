import { BrokerUnreachable } from './errors.js';
import type { Connection } from './connect.js';

/** A filter that nobody here subscribes to. */
const NOTHING = 'mcm/fence';
const ASK_AGAIN_MS = 2_000;
const PATIENCE_MS = 10_000;

/** Sends something that the broker answers, and says when it has. */
export type Question = (answered: () => void) => void;

/**
 * Resolves when everything has arrived that the broker wrote before it read `question`: it answers SUBSCRIBE and
 * UNSUBSCRIBE always, behind what it wrote before (MQTT 5 sections 3.8.4 and 3.10.4). A PINGREQ would do as well,
 * but its answer never gets past the tap.
 *
 * A broker whose queue for us is full drops even that answer, so after a silence it is asked once more. Rejects
 * with {@link BrokerUnreachable} when the connection ends, or when neither an answer comes for 10 s nor
 * `progress` changes.
 */
export function fence(
  { client, ended }: Connection,
  progress: () => number = () => 0,
  question?: Question,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const answered = () => resolve(undefined);
  // An error means that the connection broke, which `ended` tells with its reason.
  const ask: Question = (done) => client.unsubscribe([NOTHING], (error) => !error && done());
  let last = progress();
  let silentMs = 0;
  const timer = setInterval(() => {
    const now = progress();
    silentMs = now === last ? silentMs + ASK_AGAIN_MS : 0;
    last = now;
    if (silentMs < PATIENCE_MS) ask(answered);
    else reject(new BrokerUnreachable(`The broker said nothing for ${PATIENCE_MS / 1000} s.`));
  }, ASK_AGAIN_MS);
  void ended.then(() => reject(new BrokerUnreachable('The connection to the broker broke.')));
  (question ?? ask)(answered);
  return promise.finally(() => clearInterval(timer));
}
