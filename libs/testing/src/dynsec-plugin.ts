import { globSync } from 'node:fs';

/** Where the broker's package has put the dynamic-security plugin: its path. */
export function dynsecPlugin(): string {
  const [path] = globSync('/usr/lib/*/mosquitto_dynamic_security.so');
  if (path === undefined) throw new Error('There is no dynamic-security plugin below /usr/lib.');
  return path;
}
