import { describe, expect, it } from '@jest/globals';
import { explain, type Action, type Client } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import type { TextPart } from '../ui/code-parts';
import { answerWords, reasonParts } from './verdict-words';

const shown = (parts: readonly TextPart[]) =>
  parts.map(({ text, code }) => (code ? `[${text}]` : text)).join('');
const answer = (client: Client, action: Action, allowed: boolean) =>
  shown(answerWords({ client, action, topic: 't' }, allowed));

describe('the answer', () => {
  it.each<[Client, Action, boolean, string]>([
    [{ username: 'a', clientId: 'a' }, 'publish', false, 'No. [a] may not publish here.'],
    [{ username: 'a', clientId: 'b' }, 'publish', true, 'Yes. [a] as [b] may publish here.'],
    [{ clientId: '' }, 'subscribe', true, 'Yes. An anonymous client may subscribe to this.'],
    [
      { clientId: 'x' },
      'receive',
      false,
      'No. An anonymous client as [x] may not receive what is published here.',
    ],
    [{ username: 'a', clientId: '' }, 'login', true, 'Yes. [a] may log in.'],
  ])('of %j about %s, %s', (client, action, allowed, words) => {
    expect(answer(client, action, allowed)).toBe(words);
  });
});

describe('the reason', () => {
  it('has the filter of the deciding line apart', () => {
    const aclFile = parseAclFile(bytesOf('user bob\ntopic read a/#\n'));
    const policy = { broker: brokerVersion('2.0')!, allowAnonymous: true, aclFile };
    const client = { username: 'bob', clientId: 'bob' };
    const question = { client, action: 'receive', topic: 'a/b' } as const;
    const parts = reasonParts(explain(policy, question), question);
    expect(parts.filter(({ code }) => code).map(({ text }) => text)).toEqual(['bob', 'a/#']);
  });
});
