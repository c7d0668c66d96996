import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileDocument, renderedFiles, type FileDocument, type RenderedFiles } from '#domain/change';
import { brokerVersion, bytesOf, SecretBytes, textOf, type BrokerVersion } from '#domain/mosquitto';
import { passwordHash, type BrokerReload } from '#link/host';
import type { BrokerTarget } from '#link/observer';
import { startMosquitto } from '#testing';
import type { NumberedContent } from '../src/backend/revision-content.js';
import { FileChange } from '../src/backend/file-change.js';
import type { KnownPolicy } from '../src/known-policy.js';
import { digestsOf, namesIn, policyOf } from '../src/policy-of.js';
import type { PolicyInForce } from '../src/policy-source.js';
import { PASSWORD, PATIENT_MS, type DeskBackend } from './access-desk.js';

/** Where the files are, and how the broker is told; a fault is put in here. */
export interface FileWays {
  readonly folder: string;
  target(): Promise<BrokerTarget>;
  reload(): BrokerReload;
}

const VERSION = brokerVersion('2.0.11') as BrokerVersion;

export interface FileDeskOptions {
  readonly acl: string;
  readonly users: readonly string[];
  /** Made ready before the files are written, such as by a mount. */
  readonly prepare?: (folder: string) => Promise<void>;
  readonly ways?: (own: FileWays) => FileWays;
  readonly confirmMs?: number;
}

/** A real broker with an acl_file and a password_file. */
export async function fileDesk(options: FileDeskOptions): Promise<DeskBackend> {
  const { acl, users, prepare, ways = (own) => own, confirmMs = PATIENT_MS } = options;
  const hash = await passwordHash(PASSWORD, 1);
  const lines = users.map((name) => `${name}:${textOf(hash.reveal())}\n`);
  const probing = await startMosquitto({ quiet: true, conf: [] });
  const folder = join(probing.folder, 'access');
  await mkdir(folder);
  await prepare?.(folder);
  const paths = { acl: join(folder, 'acl'), passwords: join(folder, 'passwords') };
  await writeFile(paths.acl, acl);
  await writeFile(paths.passwords, lines.join(''));
  await chmod(paths.passwords, 0o600);
  const conf = join(probing.folder, 'mosquitto.conf');
  const own = (await readFile(conf, 'utf8')).replace(
    'allow_anonymous true',
    'allow_anonymous false',
  );
  await writeFile(conf, `${own}acl_file ${paths.acl}\npassword_file ${paths.passwords}\n`);
  await probing.restart();
  const old = fileDocument(await bytesAt(paths), []);
  const known = knownPolicy(paths, renderedFiles(old));
  const way = ways({
    folder,
    target: () => Promise.resolve({ host: probing.host, port: probing.port }),
    reload: () => ({ kind: 'process', pid: () => probing.pid }),
  });
  const contentOf = ({ exact, document, probe }: NumberedContent) =>
    exact
      ? { acl: bytesOf(exact.acl ?? ''), ...(exact.passwords && { passwords: exact.passwords }) }
      : renderedFiles(
          document as FileDocument,
          probe?.hash && { revision: probe.revision, hash: probe.hash },
        );
  const inForceWith = (content: NumberedContent): PolicyInForce => {
    const files = contentOf(content);
    return inForceOf(knownPolicy(paths, files), files.passwords);
  };
  return {
    ...{ broker: probing, document: old, files: contentOf, paths },
    inForce: inForceOf(known, old.passwords),
    policy: (document) =>
      policyOf(knownPolicy(paths, renderedFiles(document as FileDocument)), VERSION),
    inForceWith,
    async probe(revision) {
      const password = new SecretBytes(bytesOf(`probe-${revision}`));
      return { revision, password, hash: await passwordHash(`probe-${revision}`) };
    },
    async exactly(content) {
      const there = await bytesAt(paths);
      const exact = { acl: textOf(there.acl), passwords: new SecretBytes(there.passwords) };
      return { ...content, exact };
    },
    change(inForce, from, to) {
      const sideOf = (content: NumberedContent) => ({
        ...{ content, files: contentOf(content) },
        policy: policyOf(inForceWith(content).policy, VERSION),
      });
      return new FileChange({
        sides: { from: sideOf(from), to: sideOf(to) },
        ...{ paths, allowAnonymous: inForce.allowAnonymous, reload: way.reload(), confirmMs },
        target: way.target,
      });
    },
    stop: () => probing.stop(),
  };
}

async function bytesAt(paths: { acl: string; passwords: string }) {
  return { acl: await readFile(paths.acl), passwords: await readFile(paths.passwords) };
}

function knownPolicy(
  paths: { acl: string; passwords: string },
  { acl, passwords }: RenderedFiles,
): KnownPolicy {
  return {
    allowAnonymous: false,
    ...(acl !== undefined && { aclFile: { path: paths.acl, changedAt: 0, text: textOf(acl) } }),
    ...(passwords && {
      passwordFile: { path: paths.passwords, changedAt: 0, readBy: namesIn(passwords.reveal()) },
    }),
  };
}

const inForceOf = (policy: KnownPolicy, passwords: SecretBytes | undefined): PolicyInForce => ({
  ...{ policy, parts: digestsOf(policy, passwords?.reveal()) },
});
