import { join } from 'node:path';
import { textOf } from '#domain/mosquitto';
import { brokerTarget } from '#feature/broker';
import { managedBrokerIn } from '#link/host';
import type { BrokerTarget } from '#link/observer';
import { dataFolder, type Config } from '#platform';

/** Where MCM's broker is and how MCM logs in; of one that MCM runs itself, its folder says so. */
export async function observedTarget(config: Config): Promise<BrokerTarget> {
  const target = await brokerTarget(config);
  if (!config.mosquitto.managed) return target;
  const { port = target.port, login } = await managed(config);
  const account = login && {
    username: login.username,
    password: textOf(login.password.reveal()),
  };
  return { ...target, port, ...account };
}

async function managed(config: Config): ReturnType<typeof managedBrokerIn> {
  try {
    return await managedBrokerIn(join(dataFolder(config), 'mosquitto'));
  } catch (error) {
    // EACCES: the folder is for MCM alone; others look as anybody would.
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    return {};
  }
}
