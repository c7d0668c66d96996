import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findMosquitto } from './find-mosquitto.js';
import { findDynsecPlugin } from './find-plugin.js';
import { ShadowFailed } from './shadow-failed.js';

/** Unix sockets as listeners came with 2.0. */
const OLDEST = 2;
const VERSION = /mosquitto version (\d+)\.(\S+)/;
const PATIENCE_MS = 10_000;

/**
 * The program of a shadow broker, and its version, as in `2.0.11`. @throws ShadowFailed
 * @param given its path; looked for when left out
 */
export async function shadowProgram(
  given: string | undefined,
  find: () => Promise<string | undefined> = findMosquitto,
): Promise<{ readonly binary: string; readonly version: string }> {
  const binary = given ?? (await find());
  if (binary === undefined) {
    throw new ShadowFailed(
      'missing',
      'There is no mosquitto on this machine on which MCM could try a change. Install it beside MCM (apt-get install mosquitto); it need not run.',
    );
  }
  const [, major, rest] = VERSION.exec(await helpOf(binary)) ?? [];
  if (major === undefined) {
    throw new ShadowFailed(
      'missing',
      `${binary} is no Mosquitto, or MCM may not run it. Install Mosquitto beside MCM.`,
    );
  }
  const version = `${major}.${rest}`;
  if (Number(major) >= OLDEST) return { binary, version };
  throw new ShadowFailed(
    'too-old',
    `${binary} is version ${version}; MCM tries changes on 2.0 or newer. Update it.`,
  );
}

/** The dynamic-security plugin of a program. @throws ShadowFailed */
export async function shadowPlugin(binary: string, prefixes?: readonly string[]): Promise<string> {
  const plugin = await findDynsecPlugin(binary, prefixes);
  if (plugin !== undefined) return plugin;
  throw new ShadowFailed(
    'no-plugin',
    `There is no mosquitto_dynamic_security.so beside ${binary} on which MCM could try a change. Install a Mosquitto that has it, such as Debian's.`,
  );
}

async function helpOf(binary: string): Promise<string> {
  try {
    return (await promisify(execFile)(binary, ['-h'], { timeout: PATIENCE_MS })).stdout;
  } catch (error) {
    // Mosquitto ends with 3 after its help; what is none, or cannot be run, does not say what is looked for.
    return (error as { readonly stdout?: string }).stdout ?? '';
  }
}
