import { startMosquitto, type TestBroker } from '#testing';
import { AlertWatch } from './alert-watch.js';
import { serve, type Served } from './served.js';
import { TestClock } from './test-clock.js';

/** A broker, and MCM that watches it for alerts. */
export interface AlertPlant {
  readonly broker: TestBroker;
  readonly served: Served;
  /** Of the first admin. It outlives the days that a test lets pass. */
  readonly token: string;
  readonly clock: TestClock;
  readonly alerts: AlertWatch;
  stop(): Promise<void>;
}

/** MCM is connected when this is done; its webhooks go to this machine too, and wait a second for an answer. */
export async function startAlertPlant(
  options: Parameters<typeof startMosquitto>[0] = {},
  env: Readonly<Record<string, string>> = {},
): Promise<AlertPlant> {
  const clock = new TestClock();
  const broker = await startMosquitto(options);
  const served = await serve({
    yaml: 'alerting: { allow_loopback: true }',
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_ALERTING_TIMEOUT: '1s',
      MCM_AUTH_TOKEN_TTL: '365d',
      ...env,
    },
    clock: clock.read,
  });
  const token = await served.logIn();
  const alerts = new AlertWatch(served, token, clock);
  await alerts.broker('connected');
  const stop = async () => {
    await served.stop();
    await broker.stop();
  };
  return { broker, served, token, clock, alerts, stop };
}
