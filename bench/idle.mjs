/** What the server occupies and uses while nothing happens. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { cpuSeconds, memory } from './proc.mjs';
import { startPart } from './processes.mjs';
import {
  logIn,
  prepareMcm,
  startMcm,
  startMosquitto,
  streamUrl,
  untilObserving,
} from './programs.mjs';

/** Mosquitto's default. */
const SYS_INTERVAL_S = 10;
/** What a console does that shows topics: asks for the status and for what is open, again and again. */
const STATUS_PER_SECOND = 0.5;
const TOPICS_PER_SECOND = 4 / 3;

/** `{ alone, managed, watched }`, each `{ cpuShare, rss, pss }`: of one core, and bytes. */
export async function measureIdle({ settleSeconds, seconds }) {
  const broker = await startMosquitto({ sysInterval: SYS_INTERVAL_S });
  const idle = async ({ beside, watched = false }) => {
    const mcm = await startMcm(await prepareMcm(beside));
    await untilObserving(mcm);
    const clients = watched ? await startConsole(mcm, settleSeconds + seconds) : [];
    await pause(settleSeconds * 1000);
    const before = cpuSeconds(mcm.pid);
    await pause(seconds * 1000);
    const cpuShare = (cpuSeconds(mcm.pid) - before) / seconds;
    const held = memory(mcm.pid);
    for (const client of clients) await client.stop();
    await mcm.stop();
    return { cpuShare, ...held };
  };
  const alone = await idle({ beside: broker });
  const managed = await idle({});
  const watched = await idle({ beside: broker, watched: true });
  await broker.stop();
  return { alone, managed, watched };
}

/** The requests of one console, and its stream, on which nothing comes. */
async function startConsole(mcm, seconds) {
  const token = await logIn(mcm);
  const api = `${mcm.url}/api/v1`;
  const asking = (place, perSecond) => {
    const how = { url: `${api}/${place}`, token, perSecond, seconds };
    return startPart('requests.mjs', JSON.stringify(how));
  };
  const stream = new WebSocket(streamUrl(mcm), ['mcm.v1', `Bearer.${token}`]);
  await once(stream, 'open');
  stream.send(JSON.stringify({ type: 'watch', filters: ['#'] }));
  return [
    asking('status', STATUS_PER_SECOND),
    asking('topics?limit=100', TOPICS_PER_SECOND),
    { stop: () => stream.terminate() },
  ];
}
