import { randomBytes } from 'node:crypto';
import { describeFailure } from './failure.js';
import { openSocket } from './open-socket.js';
import { openSession } from './session.js';
import type { BrokerTarget } from './snapshot.js';

export interface Reached {
  readonly status: 'connected' | 'disconnected';
  /** Why not: a sentence that names the thing and the remedy. */
  readonly reason?: string;
}

/** Asks the broker once whether it lets us in, by MQTT 3.1.1, which every broker speaks; waits `patience` ms. */
export function reachBroker(target: BrokerTarget, patience: number): Promise<Reached> {
  return new Promise((resolve) => {
    let answer: Reached | undefined;
    const settle = (reached: Reached) => {
      clearTimeout(timer);
      answer ??= reached;
      session.end();
    };
    const session = openSession({
      target,
      clientId: `mcm-status-${randomBytes(6).toString('hex')}`,
      subscription: { filter: '$SYS/broker/version', qos: 0 },
      protocolVersion: 4,
      openStream: () => openSocket(target),
      onGranted: () => {
        settle({ status: 'connected' });
      },
      onEnd: (failure) => {
        clearTimeout(timer);
        const reason = describeFailure(failure, target);
        resolve(answer ?? { status: 'disconnected', reason });
      },
    });
    const timer = setTimeout(() => {
      settle({ status: 'disconnected', reason: `It did not answer within ${patience / 1000} s.` });
    }, patience);
  });
}
