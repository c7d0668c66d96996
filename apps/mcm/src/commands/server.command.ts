import { Command, CommandRunner, Help } from 'nest-commander';
import { loadConfig } from '#platform';
import { startServer } from '../start-server.js';
import type { GlobalOptions } from './mcm.command.js';

const HELP = `
It runs until SIGTERM or Ctrl-C. Once it serves, it prints the address to
stdout; its log goes to stderr. With an empty database it makes the first
admin, and says the random password once: on a terminal, else in the file
first-password beside the database.

Exit code: 0 stopped as told, 1 it could not start (port taken, data folder in
use, no Mosquitto to manage), 2 wrong usage or a configuration that is not
valid, 3 a fault in MCM itself.
`;

@Command({ name: 'server', description: 'serve the console, the API and the event stream' })
export class ServerCommand extends CommandRunner {
  async run(): Promise<void> {
    const { config: file } = this.command.optsWithGlobals<GlobalOptions>();
    const { config, warnings } = await loadConfig({
      env: process.env,
      ...(file !== undefined && { file }),
    });
    const stopped = signalled();
    const server = await startServer({
      config,
      warnings,
      terminal: process.stderr.isTTY ? process.stderr : undefined,
    });
    process.stdout.write(`MCM is at ${server.url}\n`);
    if (server.managedBroker) {
      const { host, port } = server.managedBroker;
      process.stdout.write(`Try it: mosquitto_pub -h ${host} -p ${port} -t hello -m world\n`);
    }
    await stopped;
    await server.stop();
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

/** From the first moment on, so that a stop during the start is not lost; a second signal is no other wish. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}
