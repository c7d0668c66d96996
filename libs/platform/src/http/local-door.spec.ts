import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { access } from 'node:fs/promises';
import { request, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '#testing';
import { LocalDoor } from './local-door.js';

let home: TemporaryFolder;
beforeEach(async () => (home = await temporaryFolder()));
afterEach(() => home.remove());

const path = () => join(home.path, 'mcm.sock');
async function open(listener: RequestListener): Promise<LocalDoor> {
  const door = await LocalDoor.open(path(), listener);
  if (!door) throw new Error('The path is too long.');
  return door;
}
const ask = () =>
  new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: path() }, resolve).once('error', reject).end();
  });

describe('the local door', () => {
  it('is not there on Windows, where it could not be kept to the owner', async () => {
    const { platform } = process;
    Object.defineProperty(process, 'platform', { value: 'win32' });
    try {
      expect(await LocalDoor.open(path(), () => undefined)).toBeUndefined();
    } finally {
      Object.defineProperty(process, 'platform', { value: platform });
    }
  });

  it('closes while somebody reads an answer without an end', async () => {
    const door = await open((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const answer = await ask();
    const failed = new Promise((resolve) => answer.once('error', resolve));
    await door.close();
    answer.resume();
    expect(await failed).toMatchObject({ code: 'ECONNRESET' });
    await expect(access(path())).rejects.toThrow('ENOENT');
  });

  it('lets an answer end that takes a moment', async () => {
    const { promise: asked, resolve: tell } = Promise.withResolvers<() => void>();
    const door = await open((_, response) => {
      tell(() => response.end('done'));
    });
    const answering = ask();
    const finish = await asked;
    const closing = door.close();
    finish();
    const answer = await answering;
    answer.resume();
    await closing;
    expect(answer.statusCode).toBe(200);
  });
});
