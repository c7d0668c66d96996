import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What `node tools/smoke.mjs …` says of a way to start MCM; `inside` are the words that come before `node`. */
export function smoke(
  args: readonly string[],
  [node, ...inside]: readonly [string, ...string[]] = [process.execPath],
): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const script = inside.length === 0 ? [join(import.meta.dirname, 'smoke.mjs')] : [];
  return new Promise((resolve) => {
    execFile(node, [...inside, ...script, ...args], (error, stdout) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, lines: stdout.split('\n').filter((line) => line !== '') });
    });
  });
}
