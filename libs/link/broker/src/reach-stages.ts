import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { addressOf, explainSocketError, openSocket, type BrokerTarget } from '#link/observer';
import { TooLate, within, type Stage, type StageName, type StageOptions } from './stage.js';

const DAY = 86_400_000;
const LONGEST_NOTICE = 30 * DAY;
/** Of a certificate's life: one of a year is renewed a month before its end, one of 90 days two weeks. */
const NOTICE_SHARE = 1 / 6;
const SILENCE = 'Check mosquitto.host and mosquitto.port, the network and its firewalls.';

/** Name, TCP and TLS, up to the first that fails. */
export async function reachStages(
  target: BrokerTarget,
  options: StageOptions,
): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  for (const step of [nameStage, tcpStage, tlsStage]) {
    const stage = await step(target, options);
    stages.push(stage);
    if (stage.result === 'fail') break;
  }
  return stages;
}

async function nameStage(target: BrokerTarget, { patience }: StageOptions): Promise<Stage> {
  const { host } = target;
  const stage = 'name';
  if (isIP(host) !== 0) return { stage, result: 'ok', what: `${host} is an address` };
  try {
    const found = await within(lookup(host, { all: true }), patience);
    const addresses = found.map(({ address }) => address).join(', ');
    return { stage, result: 'ok', what: `${host} is ${addresses}` };
  } catch (error) {
    // ENOTFOUND and EAI_AGAIN: what it is asked about; TooLate, where the name service is silent.
    return failed(stage, error as Error, target);
  }
}

async function tcpStage(target: BrokerTarget, { patience }: StageOptions): Promise<Stage> {
  const stage = 'tcp';
  const { host, port } = target;
  const socket = openSocket({ host, port });
  try {
    await within(opened(socket, 'connect'), patience);
    return { stage, result: 'ok', what: `something listens on ${addressOf(target)}` };
  } catch (error) {
    // ECONNREFUSED and the like: what it is asked about.
    return failed(stage, error as Error, target);
  } finally {
    socket.destroy();
  }
}

async function tlsStage(target: BrokerTarget, options: StageOptions): Promise<Stage> {
  const stage = 'tls';
  if (target.tls === undefined) {
    return { stage, result: 'skip', what: 'TLS is not used (mosquitto.tls.enabled is false)' };
  }
  let socket: Socket | undefined;
  try {
    socket = openSocket(target);
    await within(opened(socket, 'secureConnect'), options.patience);
    return agreed(socket, target, options.now);
  } catch (error) {
    // What Node and OpenSSL say of a handshake that fails, a PEM text that is none included.
    return failed(stage, error as Error, target);
  } finally {
    socket?.destroy();
  }
}

function agreed(socket: Socket, target: BrokerTarget, now: number): Stage {
  const stage = 'tls';
  if (!(socket instanceof TLSSocket)) throw new Error('no TLS where TLS was asked for');
  const certificate = socket.getPeerX509Certificate();
  const protocol = `${addressOf(target)} speaks ${socket.getProtocol() ?? 'TLS'}`;
  if (certificate === undefined) return { stage, result: 'ok', what: protocol };
  const what = `${protocol}; its certificate ends on ${certificate.validToDate.toISOString()}`;
  if (!endsSoon(certificate, now)) return { stage, result: 'ok', what };
  return { stage, result: 'warn', what, hint: 'Renew it on the broker before.' };
}

/** Whether it is time to renew a certificate: in the last sixth of its life, and at most 30 days before its end. */
export function endsSoon(
  { validFromDate, validToDate }: { readonly validFromDate: Date; readonly validToDate: Date },
  now: number,
): boolean {
  const life = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - now < Math.min(LONGEST_NOTICE, life * NOTICE_SHARE);
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => {
      resolve();
    });
    socket.on('error', reject); // also later: then nobody waits for it any more
    socket.once('close', () => {
      reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    });
  });
}

/** Why a step failed, in words that name the remedy. */
function failed(stage: StageName, error: Error, target: BrokerTarget): Stage {
  if (error instanceof TooLate) {
    return { stage, result: 'fail', what: `${addressOf(target)}: ${error.message}`, hint: SILENCE };
  }
  const { what, remedy = SILENCE } = explainSocketError(error, target);
  return { stage, result: 'fail', what, hint: remedy };
}
