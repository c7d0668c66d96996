import { join } from 'node:path';
import { explain, type Policy } from '#domain/access';
import { applied, type AccessDocument, type RenderedFiles } from '#domain/change';
import { askBroker, type ProbeAnswer, type ProbeQuestion } from '#link/broker';
import { Database, loadKeys } from '#platform';
import { temporaryFolder, type TestBroker } from '#testing';
import { ApplyJournal } from '../src/apply/apply-journal.js';
import { ApplyRun, type ApplyEnd } from '../src/apply/apply-run.js';
import { ApplySteps } from '../src/apply/apply-steps.js';
import { AccessWorkSeal, type AccessWork } from '../src/apply/access-work.js';
import type { ShadowQuestion } from '../src/apply/shadow-questions.js';
import type { AccessChange } from '../src/backend/access-change.js';
import type { NumberedContent, ProbeAccount } from '../src/backend/revision-content.js';
import { ContentSeal } from '../src/content-seal.js';
import type { KnownPolicy } from '../src/known-policy.js';
import type { PolicyInForce } from '../src/policy-source.js';
import { candidate, findWanted, recordRevision, want } from '../src/store/policy-revisions.js';
import type { ApplyState, ApplyStep } from '#contract';

/** Everybody's password. */
export const PASSWORD = 'secret';
/** Longer than any machine stands still. */
export const PATIENT_MS = 60_000;
/** Who may send on every topic. */
const SENDER = 'sender';

/** What a test of one backend needs. */
export interface DeskBackend {
  readonly broker: TestBroker;
  /** As the broker has it at the start. */
  readonly document: AccessDocument;
  readonly inForce: PolicyInForce;
  policy(document: AccessDocument): Policy;
  inForceWith(content: NumberedContent): PolicyInForce;
  probe(revision: number): Promise<ProbeAccount>;
  /** The content as it is at the broker, byte for byte. */
  exactly(content: NumberedContent): Promise<NumberedContent>;
  /** Of a broker with files: what is written for a content, and where. */
  readonly files?: (content: NumberedContent) => RenderedFiles;
  readonly paths?: Readonly<Record<'acl' | 'passwords', string>>;
  change(inForce: KnownPolicy, from: NumberedContent, to: NumberedContent): AccessChange;
  stop(): Promise<void>;
}

/** Called when a step has been recorded and before it is taken. */
export type AtStep = (step: ApplyStep) => Promise<void>;

export interface ApplyOptions {
  readonly atStep?: AtStep;
  readonly questions?: readonly ShadowQuestion[];
}

/** A broker with its access, and a database in which changes of it are recorded. */
export class AccessDesk {
  private current: NumberedContent;

  private constructor(
    readonly backend: DeskBackend,
    private readonly database: Database,
    private readonly journal: ApplyJournal,
    private readonly close: () => Promise<void>,
  ) {
    this.current = { number: 1, document: backend.document };
  }

  /** What MCM takes for in force. */
  get document(): AccessDocument {
    return this.current.document;
  }

  static async open(backend: DeskBackend): Promise<AccessDesk> {
    const home = await temporaryFolder();
    const database = await Database.open({ path: join(home.path, 'mcm.db'), entities: [] });
    const seal = new ContentSeal(await loadKeys(home.path));
    const journal = new ApplyJournal(database, seal, new AccessWorkSeal(seal), Date.now);
    const { policy, parts } = backend.inForce;
    const first = await candidate(policy, parts, Date.now());
    await database.write(async (tx) => {
      const { revision } = await recordRevision(tx, first);
      const content = await seal.seal({ document: backend.document }, 'access-revision:1');
      await want(tx, revision.number, { origin: 'imported', author: 'system', content });
    });
    return new AccessDesk(backend, database, journal, async () => {
      await database.close();
      await backend.stop();
      await home.remove();
    });
  }

  /** Applies the document; never resolves when `atStep` never does, as if the process were gone. */
  async apply(
    document: AccessDocument,
    { atStep = () => Promise.resolve(), questions = [] }: ApplyOptions = {},
  ): Promise<ApplyEnd> {
    const { apply, work } = await this.begin(document, questions);
    const steps = new ApplySteps(Date.now, () => undefined);
    return this.toItsEnd({ apply, work, steps }, (run) => run.apply(), atStep);
  }

  /** As far as a process comes that is killed when it has begun to replace. Answers from what to what. */
  async beginToReplace(document: AccessDocument): Promise<AccessWork> {
    const { apply, work } = await this.begin(document, []);
    const steps = new ApplySteps(Date.now, () => undefined);
    for (const step of ['parse', 'shadow', 'replace'] as const) steps.begin(step);
    await this.journal.record({ ...apply, steps: steps.all() });
    return work;
  }

  /** What the next start does. Answers nothing when there is nothing to do. */
  async recover(): Promise<ApplyEnd | undefined> {
    const left = await this.journal.findUnended();
    if (left === undefined) return undefined;
    const { apply, work } = left;
    if (work === undefined) throw new Error('What was left cannot be read.');
    const steps = new ApplySteps(Date.now, () => undefined, apply.steps);
    return this.toItsEnd(
      { apply, work, steps },
      (run) => run.resume(),
      () => Promise.resolve(),
    );
  }

  /** The number of the revision that MCM says is in force. */
  async wanted(): Promise<number | undefined> {
    return (await findWanted(this.database.read))?.number;
  }

  /** By which of the two the broker answers real clients. */
  async enforced(
    questions: readonly ProbeQuestion[],
    [old, now]: readonly [AccessDocument, AccessDocument],
  ): Promise<Enforced> {
    const { broker } = this.backend;
    const target = { host: broker.host, port: broker.port };
    const sender = { username: SENDER, password: PASSWORD };
    const answers = await askBroker(target, questions, { sender });
    const [byOld, byNew] = [old, now].map((document) =>
      questions.every((question, at) => this.answer(document, question) === answers[at]),
    );
    if (byOld === byNew) return byOld ? 'both' : `neither: ${told(questions, answers)}`;
    return byOld ? 'old' : 'new';
  }

  /** What the broker allows that neither of the two does: nothing, at any moment. */
  async excess(
    questions: readonly ProbeQuestion[],
    documents: readonly AccessDocument[],
  ): Promise<readonly ProbeQuestion[]> {
    const { broker } = this.backend;
    const target = { host: broker.host, port: broker.port };
    const sender = { username: SENDER, password: PASSWORD };
    const answers = await askBroker(target, questions, { sender });
    return questions.filter(
      (question, at) =>
        answers[at] === 'allowed' &&
        documents.every((document) => this.answer(document, question) !== 'allowed'),
    );
  }

  stop(): Promise<void> {
    return this.close();
  }

  private answer(document: AccessDocument, question: ProbeQuestion): ProbeAnswer {
    return answerOf(this.backend.policy(document), question);
  }

  private async begin(document: AccessDocument, questions: readonly ShadowQuestion[]) {
    const { backend, journal } = this;
    const number = await journal.nextNumber();
    const to = { number, document, probe: await backend.probe(number) };
    const from = await backend.exactly(this.current);
    const inForce = backend.inForceWith(from).policy;
    const work = { from, to, inForce, questions, isDraft: true };
    const policy = backend.inForceWith(to);
    const apply = await journal.begin({ work, policy, actor: { name: 'test', via: 'system' } });
    return { apply, work };
  }

  private async toItsEnd(
    {
      apply,
      work,
      steps,
    }: { apply: Parameters<ApplyJournal['record']>[0]; work: AccessWork; steps: ApplySteps },
    how: (run: ApplyRun) => Promise<ApplyEnd>,
    atStep: AtStep,
  ): Promise<ApplyEnd> {
    const { journal } = this;
    const stored = (state: ApplyState, outcome?: string) => ({
      ...{ ...apply, state, steps: steps.all() },
      ...(outcome !== undefined && { outcome, endedAt: Date.now() }),
    });
    const run = new ApplyRun({
      change: this.backend.change(work.inForce, work.from, work.to),
      ...{
        questions: work.questions,
        steps,
        signal: new AbortController().signal,
        restoreMs: PATIENT_MS, // every fault is over long before
      },
      record: async (state) => {
        await journal.record(stored(state));
        if (state === 'running') await atStep(steps.current());
      },
      commit: (end) => journal.commit(stored(end.state, end.outcome), work),
    });
    const end = await how(run);
    if (end.state === 'committed')
      this.current = { ...work.to, document: applied(work.to.document) };
    else await journal.fail(stored(end.state, end.outcome));
    return end;
  }
}

/** `both`: the questions tell nothing. */
export type Enforced = 'old' | 'new' | 'both' | `neither: ${string}`;

function answerOf(policy: Policy, { client, action, topic }: ProbeQuestion): ProbeAnswer {
  const { username, clientId } = client;
  const asked = { clientId, ...(username !== undefined && { username }) };
  if (!explain(policy, { client: asked, action: 'login', topic: '' }).allowed) return 'refused';
  if (action === 'login') return 'allowed';
  const needed = action === 'receive' ? (['subscribe', 'receive'] as const) : [action];
  const isAllowed = needed.every(
    (one) => explain(policy, { client: asked, action: one, topic }).allowed,
  );
  return isAllowed ? 'allowed' : 'denied';
}

function told(questions: readonly ProbeQuestion[], answers: readonly ProbeAnswer[]): string {
  return questions
    .map(({ client, action, topic }, at) => `${client.username} ${action} ${topic}: ${answers[at]}`)
    .join('; ');
}
