import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { newPassphrase, passphrase } from './passphrase.js';

const LONG = 'long enough for this';

/** A terminal on which somebody types, once asked. */
class Typist {
  readonly input = Object.assign(new PassThrough(), { isTTY: true });
  readonly output = new PassThrough();

  constructor(...lines: readonly string[]) {
    const left = [...lines];
    this.output.on('data', (asked: Buffer) => {
      if (!asked.toString().endsWith(': ')) return;
      const line = left.shift();
      setImmediate(() => this.input.write(line === undefined ? '\u0004' : `${line}\r`));
    });
  }

  /** Everything that was shown. */
  async shown(): Promise<string> {
    this.output.end();
    return text(this.output);
  }
}

let before: string | undefined;
beforeEach(() => {
  before = process.env['MCM_BACKUP_PASSPHRASE'];
  delete process.env['MCM_BACKUP_PASSPHRASE'];
});
afterEach(() => {
  if (before !== undefined) process.env['MCM_BACKUP_PASSPHRASE'] = before;
});

describe('a passphrase', () => {
  it('is asked for without being shown', async () => {
    const terminal = new Typist(LONG);
    const shown = terminal.shown.bind(terminal);
    const said: string[] = [];
    terminal.output.on('data', (part: Buffer) => said.push(part.toString()));
    expect((await passphrase(undefined, terminal)).reveal()).toBe(LONG);
    expect(said.join('')).toBe('Passphrase of the keys in the backup: \n');
    expect(await shown()).not.toContain(LONG);
  });

  it('that is new is asked for twice, and has to be the same', async () => {
    expect((await newPassphrase(undefined, new Typist(LONG, LONG))).reveal()).toBe(LONG);
    const other = newPassphrase(undefined, new Typist(LONG, `${LONG}!`));
    await expect(other).rejects.toThrow('the two passphrases differ');
  });

  it('that is too short is refused before it is asked for again', async () => {
    const short = newPassphrase(undefined, new Typist('short'));
    await expect(short).rejects.toThrow('at least 12 characters');
  });

  it('is none when somebody ends the input', async () => {
    await expect(passphrase(undefined, new Typist())).rejects.toThrow('at least 12 characters');
  });

  it('is not asked for where it is given', async () => {
    process.env['MCM_BACKUP_PASSPHRASE'] = LONG;
    expect((await passphrase(undefined, new Typist())).reveal()).toBe(LONG);
  });
});
