import { describe, expect, it } from '@jest/globals';
import { questionOf, readExplain } from './explain-view';

describe('the address of the page', () => {
  it('says the question, whose rules answer it, and what the table shows', () => {
    expect(
      readExplain({
        ...{ source: 'draft', file: 'dynamic-security', user: 'nodered', client: 'hmi' },
        ...{ action: 'receive', topic: 'a/b', broker: '2.1' },
        ...{ topics: 'a/#', users: 'no', from: '20' },
      }),
    ).toEqual({
      ...{ source: 'draft', file: 'dynamic-security', user: 'nodered', client: 'hmi' },
      ...{ action: 'receive', topic: 'a/b', broker: '2.1' },
      ...{ topics: 'a/#', users: 'no', from: 20 },
    });
  });

  it('is as good as empty where it says nothing that is known', () => {
    const odd = { source: 'x', file: 'x', action: 'write', broker: '1.6', from: '-1' };
    expect(readExplain(odd)).toEqual(readExplain({}));
    expect(readExplain({})).toEqual({
      ...{ source: 'live', user: '', action: 'publish', topic: '' },
      ...{ topics: '', users: '', from: 0 },
    });
  });

  it('asks nothing before it names a topic, except about logging in', () => {
    expect(questionOf(readExplain({ user: 'a' }))).toBeUndefined();
    expect(questionOf(readExplain({ user: 'a', action: 'login', topic: 'left/over' }))).toEqual({
      client: { username: 'a', clientId: 'a' },
      action: 'login',
      topic: '',
    });
  });

  it('takes the username for the client id, unless there is another', () => {
    const client = (params: Parameters<typeof readExplain>[0]) =>
      questionOf(readExplain({ topic: 't', ...params }))?.client;
    expect(client({ user: 'a' })).toEqual({ username: 'a', clientId: 'a' });
    expect(client({ user: 'a', client: 'b' })).toEqual({ username: 'a', clientId: 'b' });
    expect(client({})).toEqual({ clientId: '' });
    expect(client({ client: 'b' })).toEqual({ clientId: 'b' });
  });
});
