/*
 * Loaded before a program: ends it, as kill -9 does, right before the nth time that it changes or opens something
 * below a folder (KILL_AT, KILL_IN). Without KILL_AT it writes into KILL_COUNT how many times that was.
 */
import files from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { KILL_AT, KILL_IN, KILL_COUNT } = process.env;
const STEPS = ['open', 'mkdir', 'writeFile', 'link', 'rename', 'rm', 'chown', 'chmod'];
let count = 0;

for (const name of STEPS) {
  const real = files[name];
  files[name] = (path, ...rest) => {
    if (String(path).startsWith(`${KILL_IN}/`)) {
      count += 1;
      if (count === Number(KILL_AT)) process.kill(process.pid, 'SIGKILL');
    }
    return real(path, ...rest);
  };
}
syncBuiltinESMExports();

if (KILL_COUNT) process.on('exit', () => writeFileSync(KILL_COUNT, String(count)));
