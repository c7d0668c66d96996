import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentationPolicy } from './security-headers.js';

/** Where the API's documentation is. */
const PATH = '/api-docs';

/**
 * Serves the page with the API's operations from `folder`. Page and scripts are public, as the console's are: a
 * browser that follows a link has no token to send. What they show is asked for with one.
 */
export async function serveApiDocs(http: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(
      `The page ${PATH} is not built: ${folder} has no index.html. Run "make build".`,
    );
  }
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await http.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, floor: 'public' };
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: `${PATH}/`,
      wildcard: false,
      index: false,
      preCompressed: true,
      maxAge: 0, // their names stay the same in the next version: asked for anew by their ETag
      globIgnore: ['index.html'],
    });
    for (const url of [PATH, `${PATH}/`]) {
      scope.get(url, (_, reply) =>
        reply
          .headers({
            'content-security-policy': documentationPolicy(),
            'cache-control': 'no-cache',
          })
          .type('text/html; charset=utf-8')
          .send(page),
      );
    }
  });
}
