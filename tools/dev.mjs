/**
 * MCM and its console while one works on them: the server starts again when a source of it changes, the
 * console reloads, and its client follows the API's controllers.
 *
 * usage: node tools/dev.mjs [server|console]     both when none is named
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { buildParts } from './build.mjs';
import { toolEnv } from './exec.mjs';
import { writeGenerated } from './generate.mjs';
import { root } from './root.mjs';

const COMMANDS = {
  server: ['nest', 'start', 'mcm', '--watch', '--', 'server'],
  console: ['ng', 'serve', 'console', '--proxy-config', 'apps/console/proxy.json'],
};

/** Writes the client again once the compiler has been quiet for a second. */
function followTheApi() {
  let timer;
  const generate = async () => {
    try {
      for (const file of await writeGenerated()) console.error(`dev: wrote ${file}`);
    } catch (error) {
      // Half-compiled sources: the next change ends in another attempt.
      console.error(`dev: ${error.message}`);
    }
  };
  return watch(path.join(root, 'dist/apps/mcm'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(generate, 1000);
  });
}

const named = process.argv.slice(2);
const wanted = Object.keys(COMMANDS).filter((name) => named.length === 0 || named.includes(name));
await buildParts();
const watcher = wanted.includes('server') ? followTheApi() : undefined;
const children = wanted.map((name) => {
  const [command, ...args] = COMMANDS[name];
  return spawn(command, args, { cwd: root, env: toolEnv, stdio: ['ignore', 'inherit', 'inherit'] });
});

// From a terminal, the children hear Ctrl-C themselves; from elsewhere, through us.
const stop = (signal) => {
  watcher?.close();
  for (const child of children) child.kill(signal);
};
process.on('SIGINT', () => stop('SIGINT'));
process.on('SIGTERM', () => stop('SIGTERM'));
