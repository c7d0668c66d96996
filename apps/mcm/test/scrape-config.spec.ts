import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from '#platform';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string) => readFile(join(root, path), 'utf8');

/** Of the README and the pages beside it. */
async function samples(): Promise<readonly string[]> {
  const pages = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const paths = ['README.md'].concat(pages.map((name) => join('docs', name)));
  const texts = await Promise.all(paths.map((path) => read(path)));
  return texts.flatMap((text) =>
    [...text.matchAll(/```yaml\n(scrape_configs:[^`]*)```/g)].map(([, sample = '']) => sample),
  );
}

describe('the sample of a scrape configuration', () => {
  it('leads to where MCM listens by default, and says when it is https', async () => {
    const [sample = '', ...others] = await samples();
    const { config } = await loadConfig({ file: '/dev/null', env: {} });
    expect(others).toEqual([]);
    expect(parse(sample)).toEqual({
      scrape_configs: [
        {
          ...{ job_name: 'mcm', metrics_path: '/metrics', scheme: 'http' },
          static_configs: [{ targets: [`mcm-host:${config.http.port}`] }],
        },
      ],
    });
    expect(sample).toMatch(/scheme: http # https with http\.tls/);
    const ours = await read('deploy/prometheus/prometheus.yml');
    expect(parse(ours.replace('localhost:', 'mcm-host:'))).toMatchObject(parse(sample) as object);
  });
});
