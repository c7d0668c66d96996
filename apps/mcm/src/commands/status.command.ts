import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { loadConfig } from '#platform';
import { serverUrl } from '../server-url.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';
import { askStatus, askWhetherReady, type Overview } from './overview.js';

interface Options extends GlobalOptions {
  readonly url?: string;
  readonly token?: string;
}

const HELP = `
Without a token it asks MCM whether it is ready, and the broker itself whether it
lets MCM in; with one it shows what MCM knows. As a health check: mcm status.

Exit code: 0 MCM is ready and the broker there, 1 one of them is not, 2 wrong
usage or a configuration that is not valid, 3 MCM does not answer or refuses the
token.
`;

/** With a token it tells what the server knows; without one, what anybody can see from outside. */
@Command({
  name: 'status',
  description: 'broker and MCM at a glance, and as a health check by its exit code',
})
export class StatusCommand extends CommandRunner {
  async run(): Promise<void> {
    const { config: file, json, ...options } = this.command.optsWithGlobals<Options>();
    const { config } = await loadConfig({ env: process.env, ...(file !== undefined && { file }) });
    const url = options.url ?? process.env['MCM_URL'] ?? serverUrl(config.http);
    const token = options.token ?? process.env['MCM_TOKEN'];

    const overview = token ? await askStatus(url, token) : await askWhetherReady(url, config);
    process.stdout.write(json ? `${JSON.stringify(overview)}\n` : asText(overview));
    process.exitCode = exitCode(overview);
  }

  @Option({ flags: '--url <url>', description: 'where MCM is (MCM_URL); else as configured' })
  url(url: string): string {
    return url;
  }

  @Option({ flags: '--token <token>', description: 'for all that MCM knows (MCM_TOKEN)' })
  token(token: string): string {
    return token;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

function exitCode({ server, broker }: Overview): number {
  if (server.status === 'unreachable' || server.status === 'refused') return EXIT.couldNotFindOut;
  return server.status === 'ready' && broker.status === 'connected' ? EXIT.yes : EXIT.no;
}

function asText({ server, broker, facts }: Overview): string {
  const lines = [
    'MCM status',
    `MCM: ${server.status} at ${server.url}${server.reason ? ` (${server.reason})` : ''}`,
    `Mosquitto target: ${broker.target}`,
    `Mosquitto TLS: ${String(broker.tls)}`,
    `Broker: ${broker.status}${broker.reason ? ` (${broker.reason})` : ''}`,
    ...Object.entries(facts ?? {}).map(([name, value]) => `${name}: ${String(value)}`),
  ];
  return `${lines.join('\n')}\n`;
}
