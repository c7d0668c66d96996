import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IClientOptions, MqttClient } from 'mqtt';
import { startMosquitto, temporaryFolder, until, type TestBroker } from '#testing';
import { AccessApi } from './access-api.js';
import { loggedIn } from './people.js';
import { serve, type Served } from './served.js';

export const RULES = `# The plant.
user mcm
topic read #
topic read $SYS/#

# Line 7, hall B
user plc-7
# what it measures
topic write line7/#
topic read cmd/plc-7/#

user hmi
topic read line7/#

pattern write status/%u
`;
/** Of the users of the broker. */
export const PASSWORDS = { mcm: 'of mcm', 'plc-7': 'of plc-7', hmi: 'of hmi' } as const;

/** A broker with users and rules, and MCM, which may change them. */
export interface Plant {
  readonly broker: TestBroker;
  readonly served: Served;
  readonly admin: AccessApi;
  readonly operator: AccessApi;
  readonly adminToken: string;
  readonly acl: string;
  readonly passwords: string;
  /** What stands in the two files. */
  files(): Promise<readonly [acl: string, passwords: string]>;
  /** Whether the broker lets these in. */
  letsIn(username: string, password: string): Promise<boolean>;
  /** Whether a client may publish there, as the broker acknowledges it. */
  letsPublish(client: MqttClient, topic: string): Promise<boolean>;
  client(username: keyof typeof PASSWORDS, options?: IClientOptions): Promise<MqttClient>;
  stop(): Promise<void>;
}

interface Wishes {
  /** Configuration beside that of the broker and its files. */
  readonly env?: Readonly<Record<string, string>>;
  /** How the broker is told to reload, when not by its pid_file: a key and value of YAML. */
  readonly reload?: (broker: TestBroker, pidFile: string) => string;
  readonly rules?: string;
  /** Called when the broker runs, and MCM does not yet. */
  readonly prepare?: (broker: TestBroker) => Promise<unknown>;
}

export async function startPlant(wishes: Wishes = {}): Promise<Plant> {
  const { env, reload, rules = RULES, prepare } = wishes;
  const home = await temporaryFolder();
  const pidFile = join(home.path, 'pid');
  const broker = await startMosquitto({
    aclFile: rules,
    users: PASSWORDS,
    conf: [`pid_file ${pidFile}`, 'log_dest stderr', 'log_dest topic', 'log_type all'],
  });
  const [acl, passwords] = [join(broker.folder, 'acl'), join(broker.folder, 'passwords')];
  await prepare?.(broker);
  const way = reload?.(broker, pidFile) ?? `pid_file: ${pidFile}`;
  const served = await serve({
    yaml: `mosquitto: { access: { reload: { ${way} } } }`,
    env: {
      MCM_MOSQUITTO_PORT: String(broker.port),
      MCM_MOSQUITTO_USERNAME: 'mcm',
      MCM_MOSQUITTO_PASSWORD: PASSWORDS.mcm,
      MCM_MOSQUITTO_ACCESS_BACKEND: 'file',
      MCM_MOSQUITTO_ACCESS_ACL_FILE: acl,
      MCM_MOSQUITTO_ACCESS_PASSWORD_FILE: passwords,
      ...env,
    },
  });
  const adminToken = await served.logIn();
  const operator = await loggedIn(served, adminToken, 'operator');
  const letsIn = async (username: string, password: string) => {
    try {
      await (await broker.connect({ username, password })).endAsync();
      return true;
    } catch (error) {
      if (/Not authorized/.test(String(error))) return false;
      throw error;
    }
  };
  return {
    ...{ broker, served, adminToken, acl, passwords, letsIn },
    admin: new AccessApi(served, adminToken),
    operator: new AccessApi(served, operator.token),
    files: async () => [await readFile(acl, 'utf8'), await readFile(passwords, 'utf8')],
    async letsPublish(client, topic) {
      try {
        await client.publishAsync(topic, 'x', { qos: 1 });
        return true;
      } catch (error) {
        if (/Not authorized/.test(String(error))) return false;
        throw error;
      }
    },
    client: (username, options) =>
      broker.connect({ username, password: PASSWORDS[username], ...options }),
    async stop() {
      await served.stop();
      await broker.stop();
      await home.remove();
    },
  };
}

/** Resolves when MCM observes the broker. */
export async function observing({ served }: Plant): Promise<void> {
  await until(async () => {
    const { body } = await served.ask('/readyz');
    return (body as { broker: string }).broker === 'connected';
  });
}
