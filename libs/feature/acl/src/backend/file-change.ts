import { readFile } from 'node:fs/promises';
import type { Policy } from '#domain/access';
import { PROBE_USER, writeOrder, type RenderedFiles } from '#domain/change';
import { SecretBytes, textOf } from '#domain/mosquitto';
import type { BrokerTarget } from '#link/observer';
import {
  canRewrite,
  FileNotReplaced,
  modeText,
  reloadBroker,
  ReloadFailed,
  removeLeftovers,
  requireReadByBroker,
  rewriteFile,
  type BrokerReload,
  type RewrittenFile,
} from '#link/host';
import type { ShadowQuestion } from '../apply/shadow-questions.js';
import type { NumberedContent } from './revision-content.js';
import {
  ChangedElsewhere,
  StepFailed,
  type AccessChange,
  type Side,
  type Telling,
} from './access-change.js';
import { brokerProbes, prove, quickOf, untilProven, type BrokerProbe } from './broker-probes.js';
import { questionWords } from './probe-words.js';
import { faultIn, requireReadable } from './parsed-side.js';
import { tryOnShadow } from './shadow-probes.js';

const CONFIRM_MS = 10_000;

interface FileSide {
  readonly content: NumberedContent;
  readonly policy: Policy;
  readonly files: RenderedFiles;
}

export interface FileChangeSetting {
  readonly sides: Readonly<Record<Side, FileSide>>;
  /** Of those files that the broker has. */
  readonly paths: { readonly acl?: string; readonly passwords?: string };
  readonly allowAnonymous: boolean;
  readonly reload: BrokerReload;
  readonly target: () => Promise<BrokerTarget>;
  /** How long the broker may take to go by what it was told to read; 10 s when left out. */
  readonly confirmMs?: number;
}

/** A change of the broker's files. */
export class FileChange implements AccessChange {
  constructor(private readonly setting: FileChangeSetting) {}

  get from(): NumberedContent {
    return this.setting.sides.from.content;
  }

  get to(): NumberedContent {
    return this.setting.sides.to.content;
  }

  /** At a reload 2.0 would go on without any rules, and 2.1 would end. */
  get noWayBack(): string | undefined {
    const fault = faultIn(this.setting.sides.from.policy);
    if (fault === undefined) return undefined;
    return `What stood in the files before cannot be brought back, since the broker would not take it. ${fault}`;
  }

  parse(telling: Telling): Promise<void> {
    return requireReadable(this.setting.sides.to.policy, telling);
  }

  shadow(
    questions: readonly ShadowQuestion[],
    telling: Telling,
    signal: AbortSignal,
  ): Promise<void> {
    const { sides, allowAnonymous } = this.setting;
    const { files, policy } = sides.to;
    const { acl, passwords } = files;
    const trial = {
      files: { ...(acl && { acl }), ...(passwords && { passwords: passwords.reveal() }) },
      ...{ allowAnonymous, policy, questions, logins: this.logins() },
    };
    return tryOnShadow(trial, telling, signal);
  }

  async replace(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    const { paths, sides } = this.setting;
    try {
      for (const path of Object.values(paths)) await removeLeftovers(path);
      const there = await filesAt(paths);
      const foreign = this.foreignIn(there);
      if (side === 'to') {
        requireNone(foreign);
        await this.requireReadable();
      }
      const written: RewrittenFile[] = [];
      for (const { file, content } of writeOrder(there, sides[side].files)) {
        signal.throwIfAborted();
        const path = paths[file];
        if (path === undefined || foreign.includes(path)) continue;
        const bytes = content instanceof SecretBytes ? content.reveal() : content;
        written.push(await rewriteFile(path, bytes));
        telling.detail(detailOf(written));
      }
      requireNone(foreign);
    } catch (error) {
      // FileNotReplaced: the disk is full, or the folder is not ours to write to.
      if (error instanceof FileNotReplaced) throw new StepFailed(error.message, { cause: error });
      throw error;
    }
  }

  async reload(_side: Side, telling: Telling, signal: AbortSignal): Promise<boolean> {
    const { reload } = this.setting;
    try {
      await reloadBroker(reload, signal);
    } catch (error) {
      // ReloadFailed: the broker may be gone at any moment, and a command may fail.
      if (error instanceof ReloadFailed) throw new StepFailed(error.message, { cause: error });
      throw error;
    }
    telling.detail(reload.kind === 'command' ? reload.command.join(' ') : 'SIGHUP');
    return true;
  }

  async confirm(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    const { confirmMs = CONFIRM_MS } = this.setting;
    const look = async () => {
      const { own, proof } = await this.proofOf(side);
      await prove(own, { ...proof, probes: quickOf(proof.probes) }, telling, signal);
    };
    await untilProven(look, { patienceMs: confirmMs, signal });
    telling.probes([]);
    telling.detail('The broker goes by it.');
  }

  async probe(side: Side, telling: Telling, signal: AbortSignal): Promise<void> {
    const { own, proof } = await this.proofOf(side);
    await prove(own, proof, telling, signal);
  }

  private async proofOf(side: Side) {
    const { sides, target, confirmMs: answerMs } = this.setting;
    const own = await target();
    const probes = await brokerProbes(sides[side], sides[side === 'to' ? 'from' : 'to'], own);
    return { own, proof: { is: this[side], probes, ...(answerMs !== undefined && { answerMs }) } };
  }

  /** Files can be put back at any time: nothing was left for the end. */
  async finish(): Promise<void> {
    // Nothing.
  }

  /** What the broker cannot read at the reload counts as no rules at all. @throws FileNotReplaced */
  private async requireReadable(): Promise<void> {
    const { paths, reload } = this.setting;
    for (const path of Object.values(paths)) {
      await requireReadByBroker(reload, await canRewrite(path));
    }
  }

  /** The paths of those files that are neither as one side has them nor as they are on the way to the other. */
  private foreignIn(there: RenderedFiles): readonly string[] {
    const { sides, paths } = this.setting;
    const [from, to] = [sides.from.files, sides.to.files];
    const onTheWay = [...writeOrder(from, to), ...writeOrder(to, from)];
    const ways = (wanted: 'acl' | 'passwords') =>
      onTheWay.filter(({ file }) => file === wanted).map(({ content }) => textOfFile(content));
    const acls = new Set([from.acl, to.acl].map(textOfFile).concat(ways('acl')));
    const passwords = new Set(
      [from.passwords, to.passwords].map(textOfFile).concat(ways('passwords')),
    );
    return [
      ...(acls.has(textOfFile(there.acl)) ? [] : [paths.acl ?? 'acl_file']),
      ...(passwords.has(textOfFile(there.passwords)) ? [] : [paths.passwords ?? 'password_file']),
    ];
  }

  /** With the real password_file, of which only the probe's password is known. */
  private logins(): BrokerProbe[] {
    const { probe } = this.to;
    if (!probe || this.setting.sides.to.files.passwords === undefined) return [];
    const ask = (password: string, clientId: string) => ({
      client: { username: PROBE_USER, password, clientId },
      ...{ action: 'login' as const, topic: '' },
    });
    const password = textOf(probe.password.reveal());
    return [
      {
        question: ask(password, 'right'),
        words: questionWords(PROBE_USER, 'login', ''),
        wanted: 'allowed',
      },
      {
        question: ask(`${password}x`, 'wrong'),
        words: `${PROBE_USER} logs in with another password`,
        wanted: 'refused',
      },
    ];
  }
}

/** As they are now. @throws FileNotReplaced */
async function filesAt(paths: FileChangeSetting['paths']): Promise<RenderedFiles> {
  const read = async (path: string | undefined) => {
    if (path === undefined) return undefined;
    try {
      return await readFile(path);
    } catch (error) {
      // ENOENT, EACCES: the file is the broker's, and may be gone or closed at any moment.
      throw new StepFailed(
        `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}), so it is not replaced.`,
        { cause: error },
      );
    }
  };
  const [acl, passwords] = [await read(paths.acl), await read(paths.passwords)];
  return {
    ...(acl && { acl }),
    ...(passwords && { passwords: new SecretBytes(passwords) }),
  };
}

/** @throws ChangedElsewhere */
function requireNone(foreign: readonly string[]): void {
  if (foreign.length === 0) return;
  const [are, stay] =
    foreign.length === 1 ? ['was', 'stays as it is'] : ['were', 'stay as they are'];
  throw new ChangedElsewhere(
    `${foreign.join(' and ')} ${are} changed by somebody else in the meantime and ${stay}. Look at the drift, and adopt or overwrite it.`,
  );
}

const textOfFile = (bytes: Uint8Array | SecretBytes | undefined): string | undefined =>
  bytes && textOf(bytes instanceof SecretBytes ? bytes.reveal() : bytes);

function detailOf(files: readonly RewrittenFile[]): string {
  const said = files.map(({ path, mode, uid, gid, ownerKept }) => {
    const kept = ownerKept ? 'owner kept' : `owner ${uid}:${gid}, read by its group`;
    return `${path}: mode ${modeText(mode)}, ${kept}`;
  });
  return [...new Set(said)].join('; ');
}
