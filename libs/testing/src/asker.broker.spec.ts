import { afterEach, describe, expect, it } from '@jest/globals';
import { Asker } from './asker.js';
import { startMosquitto, type TestBroker } from './mosquitto.js';

let broker: TestBroker;
const askers: Asker[] = [];
afterEach(async () => {
  for (const asker of askers.splice(0)) asker.end();
  await broker.stop();
});

async function asker(clientId: string, username?: string): Promise<Asker> {
  const made = await Asker.connect(broker.port, { clientId, ...(username && { username }) });
  askers.push(made);
  return made;
}

const NOT_AUTHORIZED = 0x87;

describe('an asker', () => {
  it('is told for each topic of a batch whether it may publish', async () => {
    broker = await startMosquitto({ aclFile: 'topic write a/#\ntopic read #\n' });
    const one = await asker('one');
    expect(one.reason).toBe(0);
    const topics = Array.from({ length: 3_000 }, (_, index) =>
      index % 3 === 0 ? 'b' : `a/${index}`,
    );
    const reasons = await one.publish(topics);
    expect(reasons.map((reason) => reason === NOT_AUTHORIZED)).toEqual(
      topics.map((topic) => topic === 'b'),
    );
  });

  it('hears all that was sent to it before the fence, and nothing that it may not read', async () => {
    const conf = ['max_queued_messages 60000'];
    broker = await startMosquitto({ aclFile: 'topic read a/#\nuser all\ntopic #\n', conf });
    const [one, all] = [await asker('one'), await asker('all', 'all')];
    expect(await one.subscribe(['#', '$SYS/broker/version'])).toEqual([0, 0]);
    const topics = Array.from({ length: 3_000 }, (_, index) =>
      index % 3 === 0 ? 'b' : `a/${index}`,
    );
    await all.publish(topics);
    expect(await one.received()).toEqual(topics.filter((topic) => topic !== 'b'));
    expect(await one.received()).toEqual([]);
    expect(await one.unsubscribe(['#', 'nothing'])).toEqual([0, 0x11]);
  });

  it('tells that the broker ended the connection, or did not let it in', async () => {
    broker = await startMosquitto({ users: { ann: 'secret' } });
    expect((await asker('one', 'ann')).reason).toBe(NOT_AUTHORIZED);
    const ann = await Asker.connect(broker.port, {
      clientId: 'c',
      username: 'ann',
      password: 'secret',
    });
    expect(await ann.publish(['a', 'a/+', 'a'])).toEqual([0x10, undefined, undefined]);
  });
});
