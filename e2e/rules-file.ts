import { afterAll } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of a broker for MCM to read, there before it starts and gone with the suite that asks for them. */
export interface RulesFiles {
  readonly aclFile: string;
  readonly passwordFile: string;
  /** Where MCM looks for the broker's process, if it may change them. */
  readonly pidFile: string;
  /** Replaces the acl_file. */
  write(rules: string): void;
}

/** A hash of the right form; nobody logs in with it. */
const HASH = `$6$${Buffer.alloc(12, 1).toString('base64')}$${Buffer.alloc(64, 2).toString('base64')}`;

export function rulesFiles(rules: string, users: readonly string[]): RulesFiles {
  const folder = mkdtempSync(join(tmpdir(), 'mcm-rules-'));
  const [aclFile, passwordFile] = [join(folder, 'acl'), join(folder, 'passwords')];
  const pidFile = join(folder, 'mosquitto.pid');
  const write = (text: string) => writeFileSync(aclFile, text);
  write(rules);
  writeFileSync(passwordFile, users.map((user) => `${user}:${HASH}\n`).join(''));
  afterAll(() => rm(folder, { recursive: true }));
  return { aclFile, passwordFile, pidFile, write };
}

/** Who may do what in the plant of `plant.ts`. */
export const PLANT_RULES = `# The lines: each controller its own
user plc-line-1
topic readwrite bakery/line-1/#

user plc-line-2
topic readwrite bakery/line-2/#

# The office reads everything, and orders
user planning
topic read #
topic readwrite bakery/+/order

# Dashboards on the shop floor
user dashboard
topic read energy/#
topic readwrite bakery/line-2/#
topic deny bakery/+/+/setpoint
topic read climate/#

user maintenance
topic read bakery/#
topic write bakery/+/status
topic read bakery/line-1/#

user edge-gateway
topic readwrite spBv1.0/#

# Every sensor: its own branch only
pattern readwrite climate/%c/#
`;

export const PLANT_USERS = [
  ...['plc-line-1', 'plc-line-2', 'planning', 'dashboard', 'maintenance', 'edge-gateway'],
];
