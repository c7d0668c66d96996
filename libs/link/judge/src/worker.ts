import { parentPort, workerData } from 'node:worker_threads';
import { JudgeMemory } from './judge-memory.js';
import { LiveJudging } from './live-judging.js';
import type { FromJudge, JudgeData, ToJudge, TrialAnswer } from './port.js';
import { answerTrial } from './trial-work.js';

const TICK_MS = 250;

const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

const data = workerData as JudgeData;
if (data.kind === 'trial') port.postMessage(answerTrial(data.trial) satisfies TrialAnswer);
else judgeMessages(data.memory);

function judgeMessages(shared: SharedArrayBuffer): void {
  const judging = new LiveJudging(new JudgeMemory(shared), (message: FromJudge) =>
    port?.postMessage(message),
  );
  port?.on('message', (message: ToJudge) => {
    switch (message.kind) {
      case 'schemas':
        judging.replace(message.schemas);
        return;
      case 'feed':
        judging.read(message.port);
        return;
      case 'tick-taken':
        judging.tickTaken();
        return;
    }
  });
  setInterval(() => {
    judging.tick();
  }, TICK_MS);
}
