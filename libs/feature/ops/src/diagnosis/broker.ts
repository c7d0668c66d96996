import { brokerStages } from '#link/broker';
import { reasonOf } from '#platform';
import { clause } from './clause.js';
import type { Finding, Subject } from './finding.js';
import { fail, skip } from './found.js';
import { observedTarget } from './observed-target.js';

const area = 'broker';

/** The way to the broker, step by step, and what it lets MCM do. */
export async function examineBroker(subject: Subject): Promise<readonly Finding[]> {
  const { config, clock, patience } = subject;
  const target = await observedTarget(config).catch((error: unknown) => reasonOf(error));
  if (typeof target === 'string') {
    const hint = 'Put the files of mosquitto.tls where MCM can read them.';
    return [fail({ area, check: 'broker-tls' }, target, hint)];
  }
  const stages = await brokerStages(target, { patience, now: clock() });
  const findings = stages.map(({ stage, ...rest }) => ({
    ...({ area, check: `broker-${stage}` } as const),
    ...rest,
  }));
  // Before MCM has started there is none.
  const isMeant = config.mosquitto.managed && subject.isServer !== true;
  return findings.map((one) =>
    isMeant && one.check === 'broker-tcp' && one.result === 'fail' ? managedFinding(one.what) : one,
  );
}

const managedFinding = (what: string): Finding =>
  skip(
    { area, check: 'broker-tcp' },
    `${clause(what)}: MCM runs the broker itself, as long as it runs`,
    'Start MCM (mcm server).',
  );
