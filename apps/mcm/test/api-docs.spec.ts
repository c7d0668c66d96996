import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serve, type Served } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.stop());

describe('the page about the API', () => {
  it.each(['/api-docs', '/api-docs/'])(
    'has a policy that lets nothing in but its own files: %s',
    async (path) => {
      const { status, headers, body } = await served.ask(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
          "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      // Nothing inline, and nothing from elsewhere: the policy would stop it.
      const page = body as string;
      expect(page).not.toMatch(
        /<script(?! (?:defer|type="module") src="\/api-docs\/)|<style|style=|\son\w+=/,
      );
      const urls = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
      expect(urls).toHaveLength(7);
      for (const url of urls) expect(url).toMatch(/^\/[a-z]/);
    },
  );

  it.each([
    ['page.js', 'application/javascript; charset=utf-8'],
    ['page.css', 'text/css; charset=utf-8'],
    ['swagger-ui-bundle.js', 'application/javascript; charset=utf-8'],
    ['swagger-ui-bundle.js.LICENSE.txt', 'text/plain; charset=utf-8'],
    ['swagger-ui.css', 'text/css; charset=utf-8'],
  ])('has %s, which is sent again only when it is another', async (name, type) => {
    const { status, headers } = await served.ask(`/api-docs/${name}`);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('cache-control')).toBe('public, max-age=0');
    // Without the second, fetch asks for the whole file whatever it knows.
    const known = { 'if-none-match': headers.get('etag')!, 'cache-control': 'max-age=0' };
    expect((await served.ask(`/api-docs/${name}`, { headers: known })).status).toBe(304);
  });

  it.each(['index.html', 'swagger-ui.js', 'oauth2-redirect.html', '..%2fproblems', 'x'])(
    'has no %s',
    async (name) => {
      const { status, problem } = await served.ask(`/api-docs/${name}`);
      expect([status, problem.type]).toEqual([404, '/problems/not-found']);
    },
  );
});
