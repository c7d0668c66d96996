import { Worker } from 'node:worker_threads';
import type { JudgeData, Trial, TrialAnswer, Trials } from './port.js';
import { HEAP } from './heap.js';

/** The thread did not answer in time, or not at all: what it was asked is too much. */
export class TrialFailed extends Error {
  override readonly name = 'TrialFailed';
}

interface TrialOptions {
  readonly workerUrl: URL;
  readonly limitMs: number;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** Asks a thread of its own, which ends with its answer. @throws TrialFailed, and the reason of the signal */
export function askTrial<About extends keyof Trials>(
  about: About,
  query: Trials[About]['query'],
  { workerUrl, limitMs, signal }: TrialOptions,
): Promise<Trials[About]['answer']> {
  signal?.throwIfAborted();
  const data: JudgeData = { kind: 'trial', trial: { about, query } as Trial };
  const worker = new Worker(workerUrl, {
    ...{ name: 'mcm-trial', workerData: data, execArgv: [], resourceLimits: HEAP },
  });
  const { promise, resolve, reject } = Promise.withResolvers<TrialAnswer>();
  const late = setTimeout(() => {
    reject(new TrialFailed(`It took longer than ${limitMs / 1_000} s and was given up.`));
  }, limitMs);
  const abort = () => {
    reject(signal?.reason as Error);
  };
  signal?.addEventListener('abort', abort);
  worker.on('message', resolve);
  worker.on('error', (cause) => {
    reject(new TrialFailed('It took too much memory, or failed.', { cause }));
  });
  worker.on('exit', () => {
    reject(new TrialFailed('The thread that worked it out ended.'));
  });
  return promise.finally(() => {
    clearTimeout(late);
    signal?.removeEventListener('abort', abort);
    void worker.terminate();
  });
}
