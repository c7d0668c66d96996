import { addressOf, codeOf, explainFailure, type BrokerTarget, type Failure } from '#link/observer';
import { connect, type Connection } from './connect.js';
import { BrokerUnreachable } from './errors.js';
import type { Stage, StageOptions } from './stage.js';

/** Mosquitto gives one reason for several things. */
const NOT_AUTHORIZED =
  "If they are right, the account is disabled there, or clientid_prefixes in mosquitto.conf keeps out ids that begin with 'mcm-'.";

/** CONNECT and the broker's answer to it, with the connection that came of it. */
export interface LoginStage {
  readonly stage: Stage;
  readonly connection?: Connection;
}

/** Logs in as MCM does, under a client id of its own. */
export async function logIn(
  target: BrokerTarget,
  { patience }: Pick<StageOptions, 'patience'>,
): Promise<LoginStage> {
  const late = new AbortController();
  // Ended with the answer: the signal would end a connection that was made as well.
  const timer = setTimeout(() => {
    late.abort();
  }, patience);
  try {
    const connection = await connect({ target, name: 'doctor', signal: late.signal });
    const who = target.username === undefined ? 'clients without a name' : `“${target.username}”`;
    const version = connection.protocolVersion === 5 ? '5.0' : '3.1.1';
    const what = `${addressOf(target)} lets ${who} in, with MQTT ${version}`;
    return { stage: { stage: 'login', result: 'ok', what }, connection };
  } catch (error) {
    // BrokerUnreachable: what it is asked about.
    if (!(error instanceof BrokerUnreachable)) throw error;
    if (late.signal.aborted) return { stage: silent(target, patience) };
    return { stage: refused(error.failure, error.message, target) };
  } finally {
    clearTimeout(timer);
  }
}

function silent(target: BrokerTarget, patience: number): Stage {
  const what = `${addressOf(target)} accepts connections and does not answer CONNECT within ${String(patience / 1000)} s`;
  const expectsTls = target.tls === undefined ? ' and whether it expects TLS,' : '';
  const hint = `Check mosquitto.port${expectsTls || ' and'} whether the broker hangs.`;
  return { stage: 'login', result: 'fail', what, hint };
}

function refused(failure: Failure | undefined, message: string, target: BrokerTarget): Stage {
  if (failure === undefined) {
    return {
      stage: 'login',
      result: 'fail',
      what: message,
      hint: "See the broker's log for the reason.",
    };
  }
  const { what, remedy = "See the broker's log for the reason." } = explainFailure(failure, target);
  const more = isNotAuthorized(failure) ? ` ${NOT_AUTHORIZED}` : '';
  return { stage: isOfTls(failure) ? 'tls' : 'login', result: 'fail', what, hint: remedy + more };
}

/** With TLS 1.3 a server says what it thinks of a client's certificate after the handshake (RFC 8446 section 4.4.2.4). */
const isOfTls = (failure: Failure): boolean =>
  failure.kind === 'error' && /SSL|TLS|CERT/.test(codeOf(failure.error));

const isNotAuthorized = (failure: Failure): boolean =>
  failure.kind === 'refused' && (failure.code === 0x87 || failure.code === 5);
