import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APPLY_STEPS, type ApplyStep } from '#contract';
import { edited, type AccessDocument } from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { passwordHash } from '#link/host';
import { startMosquitto, type TestBroker } from '#testing';
import { AccessDesk, PASSWORD, type Enforced } from '../../test/access-desk.js';
import { dynsecDesk } from '../../test/dynsec-desk.js';
import {
  DynsecTrouble,
  FAULTS,
  FileTrouble,
  mount,
  unmount,
  type Fault,
} from '../../test/faults.js';
import { fileDesk } from '../../test/file-desk.js';
import { plantAcl, plantModel } from '../../test/plant.js';
import { PLANT_QUESTIONS, plantEdits } from '../../test/plant-questions.js';

const AT_ONCE = 4;
/** Less than a broker that hangs does so. */
const CONFIRM_MS = 1_500;
const BACKENDS = ['files', 'plugin'] as const;
type Backend = (typeof BACKENDS)[number];

interface Wish {
  readonly backend: Backend;
  readonly step: ApplyStep;
  readonly fault: Fault;
}

interface Cell extends Wish {
  readonly state: string;
  readonly enforced: Enforced;
  readonly wanted: number | undefined;
}

const WISHES: readonly Wish[] = BACKENDS.flatMap((backend) =>
  APPLY_STEPS.flatMap((step) => FAULTS.map((fault) => ({ backend, step, fault }))),
);

let decoy: TestBroker;
const cells: Cell[] = [];

beforeAll(async () => {
  decoy = await startMosquitto({ quiet: true, users: { nobody: 'else' } });
  const next = WISHES[Symbol.iterator]();
  const work = async () => {
    for (const wish of next) {
      const cell = await suffer(wish).catch((error: unknown) => ({
        ...({ ...wish, state: String(error), enforced: 'both', wanted: undefined } as const),
      }));
      cells.push(cell);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 600_000);

afterAll(() => decoy.stop());

interface Place {
  readonly desk: AccessDesk;
  readonly trouble: FileTrouble | DynsecTrouble;
  readonly leave: () => Promise<void>;
}

/** A broker of its own with files, on a small file system. */
async function filesPlace(): Promise<Place> {
  const trouble = new FileTrouble(decoy.port);
  let mounted = '';
  const backend = await fileDesk({
    acl: plantAcl,
    users: ['sender', 'ann', 'bob', 'stranger'],
    prepare: async (folder) => {
      mounted = folder;
      await mount(folder);
    },
    ways: (own) => trouble.ways(own),
    confirmMs: CONFIRM_MS,
  });
  await trouble.of(backend.broker);
  const desk = await AccessDesk.open(backend);
  const leave = async () => {
    await backend.broker.kill();
    await unmount(mounted);
    await desk.stop();
  };
  return { desk, trouble, leave };
}

async function pluginPlace(): Promise<Place> {
  const trouble = new DynsecTrouble(decoy.port);
  const backend = await dynsecDesk({
    model: plantModel,
    ways: (own) => trouble.ways(own),
    confirmMs: CONFIRM_MS,
  });
  await trouble.of(backend.broker);
  const desk = await AccessDesk.open(backend);
  return { desk, trouble, leave: () => desk.stop() };
}

/** Applies a change with the fault when the step is about to be taken. */
async function suffer({ backend, step, fault }: Wish): Promise<Cell> {
  const { desk, trouble, leave } = await (backend === 'files' ? filesPlace() : pluginPlace());
  const old = desk.document;
  const credential =
    backend === 'files' ? await passwordHash(PASSWORD, 1) : new SecretBytes(bytesOf(PASSWORD));
  const now = plantEdits(credential).reduce<AccessDocument>(edited, old);
  try {
    const reached = Promise.withResolvers<'killed'>();
    const atStep = async (taken: ApplyStep) => {
      if (taken !== step) return;
      if (fault === 'process killed') reached.resolve('killed');
      await trouble.begin(fault);
    };
    const end = await Promise.race([desk.apply(now, { atStep }), reached.promise]);
    await trouble.over();
    const { state } = end === 'killed' ? ((await desk.recover()) ?? { state: 'nothing' }) : end;
    const enforced = await desk.enforced(PLANT_QUESTIONS, [old, now]);
    return { backend, step, fault, state, enforced, wanted: await desk.wanted() };
  } finally {
    await trouble.over();
    await leave();
  }
}

const cellOf = (wish: Wish) =>
  cells.find(
    ({ backend, step, fault }) =>
      backend === wish.backend && step === wish.step && fault === wish.fault,
  );

describe('a change of access', () => {
  it.each(WISHES)('is in force or not at all: $backend, $fault before $step', (wish) => {
    const cell = cellOf(wish);
    const isNew = cell?.state === 'committed';
    expect(cell).toMatchObject({
      state: expect.stringMatching(/^(committed|refused|restored)$/),
      enforced: isNew ? 'new' : 'old',
      wanted: isNew ? 2 : 1,
    });
  });

  it('is told in a table', () => {
    for (const backend of BACKENDS) {
      const rows = FAULTS.map((fault) =>
        [fault, ...APPLY_STEPS.map((step) => cellOf({ backend, step, fault })?.state ?? '?')]
          .map((word) => word.padEnd(14))
          .join(' '),
      );
      const head = [backend, ...APPLY_STEPS].map((word) => word.padEnd(14)).join(' ');
      process.stdout.write(`${[head, ...rows].join('\n')}\n`);
    }
    process.stdout.write(`${cells.length} cells\n`);
    expect(cells).toHaveLength(BACKENDS.length * APPLY_STEPS.length * FAULTS.length);
  });
});
