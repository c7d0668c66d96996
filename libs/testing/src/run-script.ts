import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

/** Lets Node, which strips types by itself, find `./x.ts` where TypeScript writes `./x.js`. */
const FIND_SOURCES = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(name, context, next) {
    const isOurs = name.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isOurs ? name.replace(/\\.js$/, '.ts') : name, context);
  },
});`;

export interface RunningScript {
  readonly child: ChildProcess;
  /** What it printed so far. */
  readonly said: { out: string; err: string };
}

/**
 * Runs a module of JavaScript in a process of its own; it may import sources by their path, whose types Node can strip.
 * What those import by a library's name is the built one.
 */
export function runScript(script: string, options: SpawnOptions = {}): RunningScript {
  const hook = `data:text/javascript,${encodeURIComponent(FIND_SOURCES)}`;
  const flags = ['--no-warnings', '--import', hook];
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', script], {
    ...options,
    stdio: 'pipe',
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  return { child, said };
}
