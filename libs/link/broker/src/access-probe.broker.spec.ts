import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Asker,
  dynsecPlugin,
  freePort,
  startMosquitto,
  temporaryFolder,
  until,
  type TestBroker,
  type TestBrokerOptions,
} from '#testing';
import { askBroker, type ProbeAnswer, type ProbeQuestion } from './access-probe.js';
import { BrokerUnreachable } from './errors.js';

const RULES = `topic write in/#
topic read out/#
user ann
topic readwrite own/ann/#
user sender
topic readwrite #
pattern read by/%c/%u
`;

let broker: TestBroker;
afterEach(() => broker.stop());

async function start(options: TestBrokerOptions): Promise<TestBroker> {
  broker = await startMosquitto(options);
  return broker;
}

const one = { clientId: 'one' };
const ann = { clientId: 'two', username: 'ann', password: 'secret' };

function ask(action: ProbeQuestion['action'], topic = '', client: ProbeQuestion['client'] = one) {
  return { client, action, topic };
}

describe('clients that ask what they may do', () => {
  it('are told, in the order of the questions, by what the broker does', async () => {
    await start({ aclFile: RULES });
    const asked: readonly [ProbeQuestion, ProbeAnswer][] = [
      [ask('receive', 'own/ann/x', ann), 'allowed'],
      [ask('login'), 'allowed'],
      [ask('publish', 'in/a'), 'allowed'],
      [ask('publish', 'out/a'), 'denied'],
      [ask('receive', 'in/a'), 'denied'],
      [ask('receive', 'out/a'), 'allowed'],
      [ask('receive', 'own/ann/x'), 'denied'],
      [ask('publish', 'own/ann/x', ann), 'allowed'],
      [ask('receive', 'by/two/ann', ann), 'allowed'],
      [ask('receive', 'by/one/ann', ann), 'denied'],
      // An acl_file does not limit what is subscribed to.
      [ask('subscribe', '#'), 'allowed'],
      [ask('login', '', { clientId: '' }), 'allowed'],
    ];
    const told: [ProbeQuestion, ProbeAnswer][] = [];
    const answers = await askBroker(
      broker,
      asked.map(([question]) => question),
      {
        sender: { username: 'sender' },
        onAnswer: (question, answer) => told.push([question, answer]),
      },
    );
    expect(answers).toEqual(asked.map(([, answer]) => answer));
    expect(new Map(told)).toEqual(new Map(asked));
  });

  it('are refused whatever they ask when they may not log in', async () => {
    await start({ users: { ann: 'secret' } });
    const wrong = { ...ann, password: 'wrong' };
    const questions = [
      ask('login'),
      ask('publish', 'a', wrong),
      ask('login', '', wrong),
      ask('login', '', ann),
    ];
    expect(await askBroker(broker, questions)).toEqual([
      'refused',
      'refused',
      'refused',
      'allowed',
    ]);
  });

  it('with the same client id ask one after the other', async () => {
    await start({ aclFile: RULES });
    const names = ['ann', 'bob', 'cid', 'dan', 'eve'];
    const questions = names.flatMap((username) => {
      const client = { clientId: 'shared', username };
      return names.map((name) => ask('publish', `own/${name}/x`, client));
    });
    const answers = await askBroker(broker, questions);
    expect(answers.filter((answer) => answer === 'allowed')).toHaveLength(1);
    expect(answers[0]).toBe('allowed');
    expect(broker.log()).not.toContain('already connected');
  });

  it('are many, with many questions, and never more than twenty at once', async () => {
    await start({ aclFile: 'pattern readwrite of/%c/#\nuser sender\ntopic #\n', quiet: true });
    const ids = Array.from({ length: 100 }, (_, index) => `client-${index}`);
    const questions = ids.flatMap((clientId) =>
      ['client-0', clientId].flatMap((owner) =>
        (['publish', 'receive'] as const).map((action) =>
          ask(action, `of/${owner}/x`, { clientId }),
        ),
      ),
    );
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, connections(broker))), 1);
    const answers = await askBroker(broker, questions, { sender: { username: 'sender' } });
    clearInterval(watch);
    expect(answers).toEqual(
      questions.map(({ topic, client }) =>
        topic.startsWith(`of/${client.clientId}/`) ? 'allowed' : 'denied',
      ),
    );
    // And the sender.
    expect(most).toBeLessThanOrEqual(21);
    expect(most).toBeGreaterThan(5);
  });

  it('leave nothing behind: no retained message, no session, no connection', async () => {
    await start({});
    await askBroker(broker, [
      ask('publish', 'a/b'),
      ask('receive', 'a/b'),
      ask('subscribe', 'a/#'),
    ]);
    const after = await Asker.connect(broker.port, { clientId: 'one', keepSession: true });
    expect(await after.subscribe(['#'])).toEqual([0]);
    expect(await after.received()).toEqual([]);
    after.end();
    await until(() => /Client one .*disconnected/.test(broker.log()));
  });

  it('are denied to receive what dynamic security does not let them subscribe to', async () => {
    const acls = [
      { acltype: 'publishClientSend', topic: 'a/#', priority: 0, allow: true },
      { acltype: 'subscribeLiteral', topic: 'a/b', priority: 0, allow: true },
    ];
    const state = {
      roles: [{ rolename: 'role', acls }],
      groups: [{ groupname: 'anonymous', roles: [{ rolename: 'role' }], clients: [] }],
      anonymousGroup: 'anonymous',
      defaultACLAccess: { publishClientReceive: true },
    };
    const home = await temporaryFolder();
    const path = join(home.path, 'state.json');
    await writeFile(path, JSON.stringify(state));
    await start({ conf: [`plugin ${dynsecPlugin()}`, `plugin_opt_config_file ${path}`] });
    const questions = [
      ask('publish', 'a/c'),
      ask('publish', 'b'),
      ask('subscribe', 'a/b'),
      ask('subscribe', 'a/c'),
      ask('receive', 'a/b'),
      ask('receive', 'a/c'),
    ];
    const words = ['allowed', 'denied', 'allowed', 'denied', 'allowed', 'denied'];
    expect(await askBroker(broker, questions)).toEqual(words);
    await home.remove();
  });

  it('ask on where the broker ends the connection over a message that it denies', async () => {
    // As 2.0.11 does with this.
    await start({ aclFile: 'topic write in/#\ntopic read #\n', conf: ['max_queued_messages 0'] });
    const topics = ['in/1', 'out/1', 'in/2', 'out/2', 'out/3', 'in/3'];
    const questions = [...topics.map((topic) => ask('publish', topic)), ask('receive', 'in/4')];
    const words = ['allowed', 'denied', 'allowed', 'denied', 'denied', 'allowed', 'allowed'];
    expect(await askBroker(broker, questions)).toEqual(words);
  });

  it('go unanswered where a broker does not acknowledge what is published', async () => {
    await start({ conf: ['max_qos 0'] });
    const answers = await askBroker(broker, [ask('publish', 'a'), ask('login')]);
    expect(answers).toEqual(['unanswered', 'allowed']);
  });

  it('go unanswered where nobody may send what they are to receive', async () => {
    await start({ aclFile: RULES });
    const questions = [ask('receive', 'out/a'), ask('receive', '$SYS/broker/x'), ask('login')];
    expect(await askBroker(broker, questions)).toEqual(['unanswered', 'unanswered', 'allowed']);
    const place = { host: broker.host, port: broker.port, username: 'sender' };
    expect(await askBroker(place, questions)).toEqual(['allowed', 'unanswered', 'allowed']);
    const nobody = { username: 'sender', clientId: 'x', place: { path: '/no/such/socket' } };
    await expect(askBroker(broker, questions, { sender: nobody })).rejects.toThrow(
      /^The broker on \/no\/such\/socket cannot be reached: /,
    );
  });

  it('reach a broker on a Unix socket, and one behind TLS', async () => {
    const home = await temporaryFolder();
    const path = join(home.path, 'socket');
    await start({ tls: {}, conf: [`listener 0 ${path}`, 'allow_anonymous true'] });
    const questions = [ask('publish', 'a'), ask('receive', 'a')];
    expect(await askBroker({ path }, questions)).toEqual(['allowed', 'allowed']);
    const tls = { ca: broker.certificates!.ca.cert, insecureSkipVerify: false };
    const { host, port } = broker;
    expect(await askBroker({ host, port, tls }, questions)).toEqual(['allowed', 'allowed']);
    await home.remove();
  });

  it('wait while the broker is busy, also at a Unix socket, where few may wait at once', async () => {
    const home = await temporaryFolder();
    const path = join(home.path, 'socket');
    await start({ conf: [`listener 0 ${path}`, 'allow_anonymous true'], quiet: true });
    const pid = broker.pid!;
    process.kill(pid, 'SIGSTOP');
    const questions = Array.from({ length: 40 }, (_, at) =>
      ask('receive', 'a', { clientId: `client-${at}` }),
    );
    const answers = askBroker({ path }, questions);
    setTimeout(() => process.kill(pid, 'SIGCONT'), 200);
    expect(await answers).toEqual(questions.map(() => 'allowed'));
    await home.remove();
  });
});

describe('asking that fails', () => {
  it('says where there is no broker', async () => {
    await start({});
    const port = await freePort();
    await expect(askBroker({ host: '127.0.0.1', port }, [ask('login')])).rejects.toThrow(
      new BrokerUnreachable(
        `Nothing listens on 127.0.0.1:${port} (ECONNREFUSED). Start the broker, or correct mosquitto.host and mosquitto.port.`,
      ),
    );
  });

  it('does not trust a broker with a strange certificate', async () => {
    await start({ tls: {} });
    const { host, port } = broker;
    const asked = askBroker({ host, port, tls: { insecureSkipVerify: false } }, [ask('login')]);
    await expect(asked).rejects.toThrow(/is not signed by a trusted authority/);
  });

  it('ends in time when the broker falls silent, with what was answered before', async () => {
    await start({});
    const questions = Array.from({ length: 50 }, (_, index) =>
      ask('publish', 'a', { clientId: `client-${index}` }),
    );
    const told: ProbeAnswer[] = [];
    const onAnswer = (_: ProbeQuestion, answer: ProbeAnswer) => {
      if (told.length === 0) process.kill(broker.pid!, 'SIGSTOP');
      told.push(answer);
    };
    const asked = askBroker(broker, questions, { timeoutMs: 500, onAnswer });
    await expect(asked).rejects.toThrow(
      new BrokerUnreachable('The broker did not answer within 0.5 s.'),
    );
    expect(told.length).toBeLessThan(50);
    process.kill(broker.pid!, 'SIGCONT');
    // Whoever was waiting has hung up.
    await until(() => connections(broker) === 0);
  });

  it('tells that the broker died', async () => {
    await start({});
    const questions = Array.from({ length: 50 }, (_, index) =>
      ask('receive', 'a', { clientId: `client-${index}` }),
    );
    const dying = askBroker(broker, questions, { onAnswer: () => void broker.kill() });
    await expect(dying).rejects.toBeInstanceOf(BrokerUnreachable);
  });

  it('ends at once when it is not wanted any more, with the reason for that', async () => {
    await start({});
    const stop = new AbortController();
    const reason = new Error('enough');
    const onAnswer = () => stop.abort(reason);
    const questions = [ask('login'), ask('publish', 'a')];
    await expect(askBroker(broker, questions, { signal: stop.signal, onAnswer })).rejects.toBe(
      reason,
    );
    const { signal } = stop;
    await expect(askBroker(broker, questions, { signal })).rejects.toBe(reason);
  });

  it.each([
    [ask('publish', 'a/+'), /cannot contain the wildcards/],
    [ask('receive', '#'), /cannot contain the wildcards/],
    [ask('subscribe', 'a#'), /must stand alone/],
    [ask('login', '', { clientId: 'a\0b' }), /^A client id cannot contain the character U\+0000/],
    [ask('login', '', { clientId: '', username: '\uD800' }), /^A user name must be Unicode/],
  ])('does not begin with a question that fits into no packet (%#)', async (question, words) => {
    await start({});
    await expect(askBroker(broker, [question])).rejects.toThrow(words);
    expect(broker.log()).not.toContain('New client');
  });
});

/** By the log: those that have come less those that have gone. */
function connections({ log }: TestBroker): number {
  const count = (words: RegExp) => log().match(words)?.length ?? 0;
  return (
    count(/New client connected/g) - count(/^\d+: Client (?!<unknown>).* (disconnected|closed)/gm)
  );
}
