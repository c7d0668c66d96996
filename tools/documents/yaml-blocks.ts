import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { declaredBy } from '#domain/change';
import { loadConfig } from '#platform';
import { createCertificates } from '#testing';

/** What a piece of YAML is, by the keys it begins with. */
const KINDS: readonly (readonly [key: string, kind: (content: Content) => unknown])[] = [
  ['services', compose],
  ['apiVersion', kubernetes],
  ['scrape_configs', scraping],
  ['groups', scraping],
  ['users', accessFile],
  ['roles', accessFile],
];

type Content = Readonly<Record<string, unknown>>;

/** A hash in the place of one that a document leaves out. */
const HASH =
  '$7$101$MDEyMzQ1Njc4OWFi$K4XlRDmnl1jJL8hDMsaYzwTgbNnwMjbRqpLN3CIw3RGcWj7SIXlWLKzDs1y601BCf6mNEMUmGcJ3s1Q0Wgp7Qg==';

/**
 * Looks whether YAML of a document is what it seems to be: a Compose file, one for Kubernetes or Prometheus, an access
 * file, and everything else MCM's configuration, or a part of it. `folder` has the files that it names (see
 * {@link placeholders}).
 * @throws Error that says what is wrong
 */
export async function checkYaml(text: string, folder: string): Promise<void> {
  const content = parse(text.replace('$7$101$…', HASH)) as Content | null;
  if (content === null || typeof content !== 'object') throw new Error('it is no mapping');
  const [, check] = KINDS.find(([key]) => key in content) ?? [];
  if (check) check(content);
  else await checkConfiguration(text, folder);
}

/** Makes the certificates and keys that configurations of the documents name. */
export async function placeholders(folder: string): Promise<void> {
  const { ca, server } = await createCertificates(folder);
  for (const name of ['ca.crt', 'clients-ca.crt']) await writeFile(join(folder, name), ca.cert);
  for (const name of ['mcm', 'tls']) {
    await writeFile(join(folder, `${name}.crt`), server.cert);
    await writeFile(join(folder, `${name}.key`), server.key, { mode: 0o600 });
  }
}

async function checkConfiguration(text: string, folder: string): Promise<void> {
  const file = join(folder, 'mcm.yaml');
  await writeFile(file, text.replaceAll('/etc/mcm/', `${folder}/`));
  await loadConfig({ file, env: {} });
}

function compose({ services }: Content): void {
  for (const [name, service] of Object.entries(services as Record<string, Content>)) {
    if ('image' in service || 'build' in service) continue;
    // A file that is laid over another one need not say it again; the other one is the repository's.
    if (!['mosquitto', 'mcm'].includes(name))
      throw new Error(`${name} has neither image nor build`);
  }
}

function kubernetes({ kind, metadata, spec, data, stringData }: Content): void {
  if (typeof kind !== 'string' || typeof metadata !== 'object')
    throw new Error('no kind, or no metadata');
  if ((spec ?? data ?? stringData) === undefined) throw new Error(`${kind} says nothing`);
}

function scraping(content: Content): void {
  const jobs = (content['scrape_configs'] ?? content['groups']) as readonly Content[];
  if (!jobs.every((job) => 'job_name' in job || 'rules' in job))
    throw new Error('a job has no name');
}

function accessFile(content: Content): void {
  declaredBy(content);
}
