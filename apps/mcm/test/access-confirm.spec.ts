import { expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { confirm } from '../src/commands/access-confirm.js';

it.each([
  ['y\n', true],
  ['Yes \n', true],
  ['n\n', false],
  ['yesterday\n', false],
  ['\n', false],
  ['', false],
])('the answer %j to a question is a yes: %s', async (answer, isYes) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(answer);
  expect(await confirm('Apply this?', { input, output })).toBe(isYes);
  output.end();
  expect(await text(output)).toContain('Apply this? [y/N] ');
});
