import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { applied } from '../test/dynsec-applied.js';
import { models } from '../test/dynsec-arbitraries.js';
import { governed, startPlugin } from '../test/dynsec-plugin.js';
import type { DynsecModel } from './document.js';
import { commandText } from './dynsec-command.js';
import { dynsecCommands } from './dynsec-commands.js';
import { attainable } from './dynsec-edited.js';

/** `make nightly` has time for more, but each command is compared. */
const STATES = fc.readConfigureGlobal().numRuns === undefined ? 20 : 120;
const password = new SecretBytes(bytesOf('secret'));

/** 2.0 does not know this member. */
const onlyFor20 = (model: DynsecModel): DynsecModel => ({
  ...model,
  roles: model.roles.map(({ allowwildcardsubs: _, ...role }) => role),
});

describe('the commands from one state to another, on Mosquitto 2.0.11', () => {
  it('make of the plugin what they should, each of them', async () => {
    const states = fc.sample(models, STATES).map((model) => governed(onlyFor20(model)));
    const plugin = await startPlugin(fc.sample(models, 1)[0]!);
    try {
      let there = await plugin.model();
      for (const wanted of states) {
        const known = new Set(there.clients.map(({ username }) => username));
        const newPasswords = wanted.clients.flatMap(({ username }) =>
          known.has(username) ? [] : [{ username, password }],
        );
        let expected = there;
        for (const { command } of dynsecCommands(there, wanted, newPasswords, 'control')) {
          const [answer] = await plugin.ask([command]);
          expect([commandText(command), answer?.error]).toEqual([commandText(command), undefined]);
          expected = applied(expected, command);
          expect(await plugin.model()).toEqual(expected);
        }
        expect(expected).toEqual(attainable(there, wanted));
        there = expected;
      }
    } finally {
      await plugin.stop();
    }
  });

  it('read back as the file says', async () => {
    for (const model of fc.sample(models, 5)) {
      const plugin = await startPlugin(model);
      try {
        expect(await plugin.model()).toEqual(governed(onlyFor20(model)));
      } finally {
        await plugin.stop();
      }
    }
  });
});
