import { describe, expect, it } from '@jest/globals';
import { startMosquitto, temporaryFolder } from '#testing';
import fc from 'fast-check';
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dynsecBytes } from '../test/dynsec-arbitraries.js';
import type { DynsecRoleUse, DynsecState } from './dynsec-state.js';
import { parseDynsecState } from './parse-dynsec-state.js';
import { compareBytes } from './text.js';

/** Every state is a broker's start, so `make nightly` asks for more, but not for as many as of others. */
const SEARCH = { numRuns: Math.max(40, (fc.readConfigureGlobal().numRuns ?? 0) / 20) };

/**
 * What the plugin writes after it read this file: all that it has in mind. Nothing where the broker stops.
 * A client asks for it by a command that changes nothing; the acl_file lets it do so without being known.
 */
async function asThePluginHasIt(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'state.json');
  const [plugin = ''] = globSync('/usr/lib/*/mosquitto_dynamic_security.so');
  await writeFile(file, bytes);
  try {
    const broker = await startMosquitto({
      aclFile: 'topic readwrite $CONTROL/#\n',
      conf: [`plugin ${plugin}`, `plugin_opt_config_file ${file}`],
    });
    const client = await broker.connect();
    const command = { command: 'setDefaultACLAccess', acls: [] };
    const request = JSON.stringify({ commands: [command] });
    await client.publishAsync('$CONTROL/dynamic-security/v1', request, { qos: 1 });
    await broker.stop();
    return await readFile(file);
  } catch (error) {
    // Error of startMosquitto: the broker ended before it ran, which only starting it shows.
    if (String(error).includes('did not start')) return undefined;
    throw error;
  } finally {
    await folder.remove();
  }
}

const isOf20 = ({ onlyFor }: { readonly onlyFor?: string }) => onlyFor !== '2.1';
const sorted = <T>(all: readonly T[], key: (one: T) => string) =>
  all.toSorted((a, b) => compareBytes(key(a), key(b)));

/** What 2.0 makes of a state, in one order, without lines. */
function meant(state: DynsecState) {
  const roles = state.roles.filter(isOf20);
  const clients = state.clients.filter(isOf20);
  const groups = state.groups.filter(isOf20);
  const roleNames = new Set(roles.map(({ name }) => name));
  const usernames = new Set(clients.map(({ username }) => username));
  const kept = <T>(all: readonly T[], nameOf: (one: T) => string, names: ReadonlySet<string>) => {
    const first = new Map<string, T>();
    for (const one of all) {
      const name = nameOf(one);
      if (names.has(name) && !first.has(name)) first.set(name, one);
    }
    return sorted([...first.values()], nameOf);
  };
  const uses = (all: readonly DynsecRoleUse[]) => kept(all, ({ role }) => role, roleNames);
  return {
    roles: sorted(roles, ({ name }) => name).map(({ name, acls }) => ({
      name,
      acls: sorted(acls, (acl) => JSON.stringify({ ...acl, line: 0 })).map(
        ({ line: _, ...acl }) => acl,
      ),
    })),
    clients: sorted(clients, ({ username }) => username).map(
      ({ line: _, roles: own, hasPassword, passwordOnlyFor, onlyFor: __, ...client }) => ({
        ...client,
        hasPassword: hasPassword && passwordOnlyFor !== '2.1',
        roles: uses(own),
      }),
    ),
    groups: sorted(groups, ({ name }) => name).map((group) => ({
      name: group.name,
      roles: uses(group.roles),
      clients: kept(group.clients, ({ username }) => username, usernames),
    })),
    anonymousGroup: state.anonymousGroup,
    defaults: state.defaults,
  };
}

describe('the state that the plugin reads', () => {
  it('is the one that is read here, whatever stands in the file', async () => {
    await fc.assert(
      fc.asyncProperty(dynsecBytes, async (bytes) => {
        const state = parseDynsecState(bytes);
        const refused = state.problems.some(({ effect }) => effect === 'refuses');
        const written = await asThePluginHasIt(bytes);
        expect(written === undefined).toBe(refused);
        if (written !== undefined) expect(meant(state)).toEqual(meant(parseDynsecState(written)));
      }),
      SEARCH,
    );
  });
});
