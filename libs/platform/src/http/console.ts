import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consolePolicy, pageNonce } from './security-headers.js';

const NONCE_MARK = '__CSP_NONCE__';

/**
 * Serves the built console from `folder`: hashed files for ever, the page itself never cached and with a
 * nonce of its own, for every address of the console.
 */
export async function serveConsole(http: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(`The console is not built: ${folder} has no index.html. Run "make build".`);
  }
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await http.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, floor: 'public' };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      // The bundle holds them compressed as well; nothing is compressed while somebody waits.
      preCompressed: true,
      immutable: true,
      maxAge: '1y',
      globIgnore: ['index.html'],
    });
    for (const url of ['/', ...CONSOLE_PATHS.flatMap((path) => [`/${path}`, `/${path}/*`])]) {
      scope.get(url, (_, reply) => {
        const nonce = pageNonce();
        return reply
          .headers({ 'content-security-policy': consolePolicy(nonce), 'cache-control': 'no-cache' })
          .type('text/html; charset=utf-8')
          .send(page.replaceAll(NONCE_MARK, nonce));
      });
    }
  });
}

/** First levels of the console's addresses, so that an unknown address is still a 404. */
const CONSOLE_PATHS = [
  ...(['login', 'overview', 'topics', 'retained', 'log', 'sparkplug', 'explain'] as const),
  ...(['users', 'roles', 'rules', 'changes'] as const),
  ...(['schemas', 'alerts'] as const),
  ...(['account', 'audit', 'security', 'administrators', 'broker', 'settings'] as const),
] as const;
