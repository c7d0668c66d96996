import type { BrokerTarget } from '#link/observer';
import { askStages } from './ask-stages.js';
import { logIn } from './login-stage.js';
import { reachStages } from './reach-stages.js';
import type { Stage, StageOptions } from './stage.js';

/**
 * Goes the way that MCM goes to the broker, step by step: what is wrong is where it ends. Leaves nothing behind: what it
 * publishes to itself is not retained.
 */
export async function brokerStages(
  target: BrokerTarget,
  options: StageOptions,
): Promise<readonly Stage[]> {
  const reached = await reachStages(target, options);
  if (reached.at(-1)?.result === 'fail')
    return [...reached, notTried('the log-in and all behind it')];

  const { stage, connection } = await logIn(target, options);
  // TLS that seemed well until the broker saw the client's certificate.
  const before = reached.filter((one) => one.stage !== stage.stage);
  if (!connection) return [...before, stage, notTried('what is behind it', 'subscribe')];
  try {
    return [...before, stage, ...(await askStages(connection, target, options))];
  } finally {
    await connection.close();
  }
}

const notTried = (rest: string, stage: Stage['stage'] = 'login'): Stage => ({
  ...{ stage, result: 'skip' },
  what: `${rest} was not tried: there is no connection`,
});
