import { expect, it } from '@jest/globals';
import { decodeElsewhere, encodePayload } from '../test/payloads.js';
import { decodePayload } from './decode-payload.js';
import { asksForRebirth, rebirthCommand } from './rebirth-command.js';

it('another decoder reads the command as a request for births, without a seq', () => {
  const at = 1_764_147_600_123;
  const read = decodeElsewhere(rebirthCommand(at));
  expect(Number(read.timestamp)).toBe(at);
  expect(read.seq ?? undefined).toBeUndefined();
  expect(read.metrics).toHaveLength(1);
  expect(read.metrics?.[0]).toMatchObject({
    ...{ name: 'Node Control/Rebirth', type: 'Boolean', value: true },
  });
});

it('is told from other commands', () => {
  const asks = (bytes: Uint8Array) => asksForRebirth(decodePayload(bytes).payload!);
  expect(asks(rebirthCommand(0))).toBe(true);
  const command = (name: string, value: boolean) =>
    encodePayload({ metrics: [{ name, type: 'Boolean', value }] });
  expect(asks(command('Node Control/Rebirth', true))).toBe(true);
  expect(asks(command('Node Control/Rebirth', false))).toBe(false);
  expect(asks(command('Node Control/Reboot', true))).toBe(false);
});
