import { describe, expect, it } from '@jest/globals';
import { tryMosquitto } from './try-mosquitto.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a Mosquitto that is tried', () => {
  it('starts with good files and says its version', async () => {
    const passwordFile = bytes('# nobody\n');
    const trial = await tryMosquitto({ aclFile: bytes('topic a\n'), passwordFile });
    expect(trial).toMatchObject({ starts: true, version: expect.stringMatching(/^2\.\d+\.\d+$/) });
  });

  it('does not start with a bad one, whatever that says', async () => {
    const trial = await tryMosquitto({ aclFile: bytes('1: mosquitto version 2 running\n') });
    expect(trial.starts).toBe(false);
    expect(trial.log).toContain('Error opening acl file');
  });
});
