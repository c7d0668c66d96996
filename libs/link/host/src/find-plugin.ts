import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const PLUGIN = 'mosquitto_dynamic_security.so';
const LIBRARIES = ['lib', 'lib64'];
const PREFIXES = ['/usr', '/usr/local', '/opt/homebrew'];
/** Debian's names for folders of libraries (multiarch), by Node's names for machines. */
const TRIPLETS: Readonly<Record<string, string>> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ia32: 'i386-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
};

/** The dynamic-security plugin of a broker's program, or nothing; the one installed beside the program comes first. */
export async function findDynsecPlugin(
  binary: string,
  prefixes: readonly string[] = PREFIXES,
): Promise<string | undefined> {
  const prefix = dirname(dirname(await realpath(binary).catch(() => binary)));
  for (const candidate of candidates([prefix, ...prefixes])) {
    try {
      await access(candidate);
      return candidate;
    } catch {
      // Not here: look on.
    }
  }
  return undefined;
}

function candidates(prefixes: readonly string[]): readonly string[] {
  const triplet = TRIPLETS[process.arch];
  const folders = LIBRARIES.flatMap((library) => [
    ...(triplet === undefined ? [] : [join(library, triplet)]),
    library,
    join(library, 'mosquitto'),
  ]);
  return prefixes.flatMap((prefix) => folders.map((folder) => join(prefix, folder, PLUGIN)));
}
