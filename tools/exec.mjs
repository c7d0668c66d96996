import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './root.mjs';

/** The environment in which `node` and the tools are the ones that npm installed. */
export const toolEnv = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
};

/**
 * Runs a command in the repository: `{ code, output }`, the exit code (1 when a signal ended it) and
 * all that it printed. With `show`, it prints to our own streams instead.
 */
export function exec([command, ...args], { show = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...toolEnv, ...env },
      stdio: ['ignore', ...(show ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
      shell: process.platform === 'win32', // where the tools are .cmd files
    });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
