/**
 * Makes dist/api-docs, the page at /api-docs/: our own files, and of Swagger UI the two that it needs, with the licences of what
 * is packed in them.
 *
 * usage: node tools/api-docs.mjs
 */
import { buildSync } from 'esbuild';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/** What is shipped of a package that has many more files. */
export const SWAGGER_UI = [
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'swagger-ui.css',
].map((name) => `node_modules/swagger-ui-dist/${name}`);

function apiDocs() {
  const to = path.join(root, 'dist/api-docs');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  cpSync(path.join(root, 'apps/api-docs/public'), to, { recursive: true });
  for (const file of SWAGGER_UI) cpSync(path.join(root, file), path.join(to, path.basename(file)));
  buildSync({
    absWorkingDir: root,
    entryPoints: ['apps/api-docs/src/page.ts'],
    outdir: to,
    tsconfig: 'apps/api-docs/tsconfig.json',
    conditions: ['source'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}

if (import.meta.main) apiDocs();
