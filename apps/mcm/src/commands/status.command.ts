import { Command, CommandRunner, Option } from 'nest-commander';
import { loadConfig } from '#platform';
import { serverUrl } from '../server-url.js';
import { EXIT } from './exit-code.js';
import type { GlobalOptions } from './mcm.command.js';
import { askStatus, askWhetherReady, type Overview } from './overview.js';

interface Options extends GlobalOptions {
  readonly url?: string;
  readonly token?: string;
}

/** With a token it tells what the server knows; without one, what anybody can see from outside. */
@Command({
  name: 'status',
  description:
    'broker and MCM at a glance: exit 0 when both are there, 1 when not, 3 when MCM does not answer',
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
