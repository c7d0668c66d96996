import { Inject, Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  fileDocument,
  lineDifference,
  passwordDifference,
  renderedFiles,
  type AccessDocument,
  type FileDocument,
  type RenderedFiles,
} from '#domain/change';
import { bytesOf, SecretBytes, textOf } from '#domain/mosquitto';
import { BrokerService } from '#feature/broker';
import { passwordHash, type BrokerFilesRead, type BrokerReload } from '#link/host';
import { CONFIG, Problem, type Config } from '#platform';
import type { BackendCheckDto } from '../api/drift.dto.js';
import type { AccessDifferenceDto } from '../api/plan.dto.js';
import { Brokers } from '../brokers.js';
import type { KnownPolicy } from '../known-policy.js';
import { digestsOf, namesIn, policyOf } from '../policy-of.js';
import { PolicySource, type PolicyInForce } from '../policy-source.js';
import type { AccessBackend } from './access-backend.js';
import type {
  ExactFiles,
  NumberedContent,
  ProbeAccount,
  RevisionContent,
} from './revision-content.js';
import type { AccessChange } from './access-change.js';
import { checkDto } from './checked.js';
import { FileChange } from './file-change.js';
import { fileChecks } from './file-checks.js';
import { fileDifferenceDto, userChanges } from './line-hunks.js';
import { PolicyMemo } from './policy-memo.js';

const PASSWORD_BYTES = 18;

/** The broker's acl_file and password_file. */
@Injectable()
export class FileBackend implements AccessBackend {
  readonly kind = 'file';
  private readonly memo = new PolicyMemo();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: PolicySource,
    private readonly broker: BrokerService,
    private readonly brokers: Brokers,
  ) {}

  async read(wanted: AccessDocument | undefined): Promise<FileDocument> {
    const disabled = wanted?.backend === 'file' ? wanted.disabled : [];
    return documentIn(await this.source.files(), disabled);
  }

  async exact(document: AccessDocument): Promise<ExactFiles> {
    const files = await this.source.files();
    const { aclFile, passwordFile } = files;
    if (!haveSameFiles(documentIn(files, []), asFiles(document))) {
      throw new Problem(
        'access-drifted',
        'The files were changed a moment ago: look at the drift, and adopt or overwrite it.',
      );
    }
    return {
      ...(aclFile && { acl: textOf(aclFile.bytes) }),
      ...(passwordFile && { passwords: new SecretBytes(passwordFile.bytes) }),
    };
  }

  seen({ aclFile }: KnownPolicy): FileDocument {
    return fileDocument({ ...(aclFile && { acl: bytesOf(aclFile.text) }) }, []);
  }

  async checks(): Promise<readonly BackendCheckDto[]> {
    const found = await fileChecks({ files: () => this.source.files(), reload: this.reloadBy() });
    return found.map(checkDto);
  }

  difference(before: AccessDocument, after: AccessDocument): AccessDifferenceDto {
    const [old, now] = [asFiles(before), asFiles(after)];
    // Of what was only seen, passwords are not known.
    const areKnown = old.passwords !== undefined && now.passwords !== undefined;
    const { aclFile = 'acl_file', passwordFile } = this.source.latestPaths();
    const users = areKnown ? userChanges(passwordDifference(old, now)) : NO_USERS;
    return {
      ...(old.acl !== now.acl && {
        aclFile: fileDifferenceDto(aclFile, lineDifference(old.acl ?? '', now.acl ?? '')),
      }),
      ...(users.users.length > 0 && passwordFile !== undefined && { passwordFile }),
      ...users,
      ...{ commands: [], commandsLeftOff: 0 },
    };
  }

  policy(inForce: KnownPolicy, content: RevisionContent): PolicyInForce {
    return this.memo.of(inForce, content, () => policyWith(inForce, content));
  }

  async probe(revision: number): Promise<ProbeAccount> {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    const hash = await passwordHash(password);
    return { revision, password: new SecretBytes(bytesOf(password)), hash };
  }

  change(inForce: KnownPolicy, from: NumberedContent, to: NumberedContent): AccessChange {
    const { version } = this.brokers.reader();
    const sideOf = (content: NumberedContent) => ({
      content,
      policy: policyOf(this.policy(inForce, content).policy, version),
      files: filesOf(content),
    });
    return new FileChange({
      sides: { from: sideOf(from), to: sideOf(to) },
      paths: {
        ...(inForce.aclFile && { acl: inForce.aclFile.path }),
        ...(inForce.passwordFile && { passwords: inForce.passwordFile.path }),
      },
      allowAnonymous: inForce.allowAnonymous,
      reload: this.reloadBy(),
      target: () => this.broker.target(),
    });
  }

  readonly canDisconnect = false;

  disconnect(): Promise<never> {
    const detail =
      'With files, the broker has no way to disconnect a client; it checks each message, so none reaches who may not receive it.';
    return Promise.reject(new Problem('cannot-disconnect', detail));
  }

  private reloadBy(): BrokerReload {
    const { pidFile, command } = this.config.mosquitto.access.reload;
    if (this.config.mosquitto.managed) {
      return { kind: 'process', pid: () => this.broker.managedPid() };
    }
    if (!command) return { kind: 'pid-file', path: pidFile ?? '' };
    // Only to know as whom the broker reads its files.
    return { kind: 'command', command, ...this.pidFile() };
  }

  private pidFile(): { readonly pidFile?: string } {
    const { pidFile } = this.source.latestPaths();
    return pidFile === undefined ? {} : { pidFile };
  }
}

/** What else decides stays as it is. */
function policyWith(inForce: KnownPolicy, { document, probe }: RevisionContent): PolicyInForce {
  const { acl, passwords } = renderedFiles(asFiles(document), hashed(probe));
  const { aclFile, passwordFile, ...rest } = inForce;
  const policy: KnownPolicy = {
    ...rest,
    ...(acl && aclFile && { aclFile: { ...aclFile, text: textOf(acl) } }),
    ...(passwords &&
      passwordFile && { passwordFile: { ...passwordFile, readBy: namesIn(passwords.reveal()) } }),
  };
  return { policy, parts: digestsOf(policy, passwords?.reveal()) };
}

/** What to write, or what is written. */
function filesOf({ exact, document, probe }: NumberedContent): RenderedFiles {
  if (!exact) return renderedFiles(asFiles(document), hashed(probe));
  const { acl, passwords } = exact;
  return { ...(acl !== undefined && { acl: bytesOf(acl) }), ...(passwords && { passwords }) };
}

function documentIn(
  { aclFile, passwordFile }: BrokerFilesRead,
  disabled: FileDocument['disabled'],
): FileDocument {
  const files = {
    ...(aclFile && { acl: aclFile.bytes }),
    ...(passwordFile && { passwords: passwordFile.bytes }),
  };
  return fileDocument(files, disabled);
}

function haveSameFiles(one: FileDocument, other: FileDocument): boolean {
  const passwordsOf = ({ passwords }: FileDocument) => passwords && textOf(passwords.reveal());
  return one.acl === other.acl && passwordsOf(one) === passwordsOf(other);
}

const NO_USERS = { users: [], usersLeftOff: 0 };

const hashed = (probe: ProbeAccount | undefined) =>
  probe?.hash && { revision: probe.revision, hash: probe.hash };

function asFiles(document: AccessDocument): FileDocument {
  if (document.backend === 'file') return document;
  throw new Error('A document of the plugin came to the files.');
}
