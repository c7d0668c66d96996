import { Body, Controller, Delete, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { IsString } from 'class-validator';
import { Secret } from '../config/secret.js';
import { createHttpAdapter } from '../http/create-http.js';
import { enforceFloors, Floor } from '../http/floor.js';
import type { Principal, Principals } from '../http/principal.js';
import { Problem } from '../http/problem.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { validationPipe } from '../http/validation.js';
import { AuditNote, Note } from './audit-note.js';
import type { AuditAct, AuditOutcome, AuditSink } from './audit-sink.js';
import { Audited, requireAuditNames } from './audited.js';
import { AuditInterceptor } from './audit.interceptor.js';

class Wish {
  @IsString()
  name: string;
}

@Controller()
class Tokens {
  static made: string[] = [];

  @Get('tokens')
  @Floor('viewer')
  list(): string[] {
    return Tokens.made;
  }

  @Post('tokens')
  @Floor('viewer')
  @Audited('api_token.create')
  create(@Body() { name }: Wish, @Note() note: AuditNote): object {
    Tokens.made.push(name);
    note.about(7, name).changed(undefined, { name, token: new Secret('mcm_abc') });
    return { id: 7 };
  }

  /** Nobody knows whether it was done when it fails. */
  @Post('publish')
  @Floor('viewer')
  @Audited('message.publish')
  publish(@Body() { name }: Wish, @Note() note: AuditNote): void {
    note
      .about(name)
      .changed({ held: 1 }, { held: 2 })
      .attempts({ bytes: 3, key: new Secret('x') });
    if (name === 'late') throw new Problem('broker-unavailable');
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @Floor('viewer')
  @Audited('api_token.revoke')
  async revoke(@Param('id') id: string): Promise<void> {
    await Promise.resolve();
    if (id === '0') throw new Problem('token-not-found', 'No token has the id 0.');
    if (id === '1') throw new TypeError('a fault of ours');
  }

  @Delete('users/:id/tokens/:tokenId')
  @HttpCode(204)
  @Floor('operator')
  @Audited('api_token.revoke', 'tokenId')
  revokeOf(@Param('tokenId') id: string): void {
    if (id === '0') throw new Problem('token-not-found');
  }

  @Post('login')
  @HttpCode(200)
  @Floor('public')
  @Audited('session.open')
  logIn(@Body() { name }: Wish, @Note() note: AuditNote): object {
    if (name === 'eve') throw new Problem('login-failed');
    if (name === 'ada') note.by('ada').about('s-1');
    return { token: name };
  }
}

@Controller()
class Silent {
  @Post('silent')
  @Floor('viewer')
  act(): void {
    Tokens.made.push('unseen');
  }
}

@Controller()
class Curious {
  @Get('curious')
  @Floor('viewer')
  ask(@Note() note: AuditNote): object {
    return note;
  }
}

@Module({ controllers: [Tokens, Curious] })
class Plant {}

@Module({ controllers: [Tokens, Silent] })
class PlantWithSilence {}

type Recorded = readonly [what: 'begin' | 'end' | 'record', act: AuditAct, outcome?: AuditOutcome];

/** Remembers what it is told; refuses what a test wants it to. */
class RememberingSink implements AuditSink {
  readonly recorded: Recorded[] = [];
  refuse: Recorded[0] | undefined;

  async begin(act: AuditAct): Promise<number> {
    await this.add(['begin', act]);
    return 41;
  }

  async end(intent: number, act: AuditAct, outcome: AuditOutcome): Promise<void> {
    expect(intent).toBe(41);
    await this.add(['end', act, outcome]);
  }

  record(act: AuditAct, outcome: AuditOutcome): Promise<void> {
    return this.add(['record', act, outcome]);
  }

  notice(): void {
    return undefined;
  }

  private add(entry: Recorded): Promise<void> {
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    if (entry[0] === this.refuse) return Promise.reject(full);
    this.recorded.push(entry);
    return Promise.resolve();
  }
}

const PRINCIPALS: Readonly<Record<string, Partial<Principal>>> = {
  session: {},
  token: { via: 'api-token', tokenName: 'ci' },
  local: { via: 'local', username: 'cli:1000', role: 'admin' },
  elsewhere: { sessionId: 'another of the same user' },
  operator: { userId: 2, role: 'operator', sessionId: 'of the operator' },
};

const principals: Principals = {
  resolve: ({ authorization = '' }) => {
    const who = PRINCIPALS[authorization];
    if (!who) return Promise.resolve('missing_bearer_token');
    const ada = { userId: 1, username: 'ada', role: 'viewer', via: 'session' } as const;
    return Promise.resolve({ ...ada, sessionId: 's', expiresAt: 0, ...who });
  },
  onEnded: () => () => undefined,
};

let app: NestFastifyApplication;
let sink: RememberingSink;
let now = 0;
afterEach(() => app.close());

async function open(module: typeof Plant = Plant): Promise<NestFastifyApplication> {
  Tokens.made = [];
  sink = new RememberingSink();
  now = 1_000_000;
  app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(), {
    logger: false,
    abortOnError: false,
  });
  const http = app.getHttpAdapter().getInstance();
  enforceFloors(http, principals, sink);
  requireAuditNames(http);
  app.useGlobalInterceptors(new AuditInterceptor(sink, () => now));
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  return app;
}

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, as = 'session') {
  if (!sink.refuse && sink.recorded.length === 0) {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  }
  return app.inject({
    method,
    url,
    headers: { authorization: as },
    ...(body && { payload: body }),
  });
}
const outcomes = () =>
  sink.recorded.map(([what, , outcome]) => [what, outcome?.result, outcome?.reason]);

describe('a handler that changes something', () => {
  it('is recorded before and after, with what it noted, secrets masked', async () => {
    await open();
    const { statusCode, json } = await ask('POST', '/tokens', { name: 'backup' });
    expect([statusCode, json()]).toEqual([201, { id: 7 }]);
    const act = {
      ...{ action: 'api_token.create', requestId: expect.any(String) },
      actor: { name: 'ada', via: 'session', address: '127.0.0.1' },
    };
    expect(sink.recorded).toEqual([
      ['begin', act],
      [
        'end',
        { ...act, resourceId: '7', resourceName: 'backup' },
        {
          result: 'success',
          changes: [
            { pointer: '/name', after: 'backup' },
            { pointer: '/token', after: '[secret]' },
          ],
        },
      ],
    ]);
    expect(sink.recorded[0]?.[1].requestId).toBe(sink.recorded[1]?.[1].requestId);
  });

  it('names the thing in its address from the begin on', async () => {
    await open();
    expect((await ask('DELETE', '/tokens/12')).statusCode).toBe(204);
    expect(sink.recorded[0]?.[1]).toMatchObject({ action: 'api_token.revoke', resourceId: '12' });
  });

  it('is named by the parameter that it says', async () => {
    await open();
    await ask('DELETE', '/users/7/tokens/12', undefined, 'operator');
    await ask('DELETE', '/users/7/tokens/0', undefined, 'operator');
    expect(sink.recorded.map(([what, act]) => [what, act.resourceId])).toEqual([
      ...[
        ['begin', '12'],
        ['end', '12'],
        ['begin', '0'],
        ['end', '0'],
      ],
    ]);
  });

  it.each([
    ['DELETE', '/tokens/0', undefined, 404, 'token-not-found'],
    ['DELETE', '/tokens/1', undefined, 500, 'internal-error'],
    ['POST', '/tokens', { nom: 'x' }, 400, 'validation-failed'],
  ] as const)('is recorded as failed, and why: %s %s', async (method, url, body, status, kind) => {
    await open();
    const answer = await ask(method, url, body);
    expect([answer.statusCode, answer.json<{ type: string }>().type]).toEqual([
      ...[status, `/problems/${kind}`],
    ]);
    expect(outcomes()).toEqual([
      ['begin', undefined, undefined],
      ['end', 'failure', kind],
    ]);
  });

  it.each([
    ['success', 'in time', [{ pointer: '/held', before: 1, after: 2 }]],
    ['failure', 'late', []],
  ])('tells what it attempts, and of a %s no more change than there was', async (...all) => {
    const [result, name, changes] = all;
    await open();
    await ask('POST', '/publish', { name });
    expect(sink.recorded[1]?.[2]).toMatchObject({
      result,
      changes: [
        { pointer: '/bytes', after: 3 },
        ...[{ pointer: '/key', after: '[secret]' }, ...changes],
      ],
    });
  });

  it.each([
    ['session', { name: 'ada', via: 'session', address: '127.0.0.1' }],
    ['token', { name: 'ada', via: 'api-token', token: 'ci', address: '127.0.0.1' }],
    ['local', { name: 'cli:1000', via: 'local' }],
  ])('tells who acts: by %s', async (as, actor) => {
    await open();
    await ask('DELETE', '/tokens/12', undefined, as);
    expect(sink.recorded.map(([, act]) => act.actor)).toEqual([actor, actor]);
  });

  it('does nothing when its begin cannot be recorded', async () => {
    await open();
    await app.init();
    sink.refuse = 'begin';
    const answer = await ask('POST', '/tokens', { name: 'x' });
    expect(answer.json<{ type: string }>().type).toBe('/problems/database-unavailable');
    expect([answer.statusCode, Tokens.made]).toEqual([503, []]);
    expect(answer.body).not.toContain('disk full');
  });

  it('is not told as done when its end cannot be recorded', async () => {
    await open();
    await app.init();
    sink.refuse = 'end';
    expect((await ask('POST', '/tokens', { name: 'x' })).statusCode).toBe(503);
    expect(Tokens.made).toEqual(['x']);
  });

  it('is not recorded for those whom its floor keeps out', async () => {
    await open();
    expect((await ask('DELETE', '/tokens/12', undefined, 'nobody')).statusCode).toBe(401);
    expect(sink.recorded).toEqual([]);
  });
});

describe('the trail', () => {
  const repeat = async (times: number, url: string, as: string) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1)
      statuses.push((await ask('DELETE', url, undefined, as)).statusCode);
    return statuses;
  };

  it.each([
    ['is about oneself', 'session', '/tokens/12', 204],
    ['fails', 'operator', '/users/7/tokens/0', 404],
  ])('takes 60 acts a minute of a session for what %s', async (_, as, url, status) => {
    await open();
    expect(new Set(await repeat(60, url, as))).toEqual(new Set([status]));
    const written = sink.recorded.length;
    now += 20_000;
    const refused = await ask('DELETE', url, undefined, as);
    expect([refused.statusCode, refused.json<{ type: string }>().type]).toEqual([
      ...[429, '/problems/too-many-requests'],
    ]);
    expect(refused.headers['retry-after']).toBe('40');
    expect(sink.recorded).toHaveLength(written);
    // Not even of another session of the same user: its owner may want to end a stolen one.
    const other = as === 'session' ? 'elsewhere' : 'session';
    expect(await repeat(1, '/tokens/12', other)).toEqual([204]);
    now += 40_000;
    expect(await repeat(1, url, as)).toEqual([status]);
  });

  it.each([
    ['what an operator does to others', 'operator', '/users/7/tokens/12', 204],
    ['what the owner of the data does', 'local', '/users/7/tokens/0', 404],
  ])('takes all of %s', async (_, as, url, status) => {
    await open();
    expect(new Set(await repeat(70, url, as))).toEqual(new Set([status]));
  });
});

describe('a handler behind a public floor', () => {
  it('is recorded when it grants something, under the name that it found out', async () => {
    await open();
    expect((await ask('POST', '/login', { name: 'ada' }, 'nobody')).statusCode).toBe(200);
    expect(sink.recorded).toMatchObject([
      [
        'record',
        {
          ...{ action: 'session.open', resourceId: 's-1' },
          actor: { name: 'ada', via: 'session', address: '127.0.0.1' },
        },
        { result: 'success' },
      ],
    ]);
  });

  it.each([
    ['a refusal', { name: 'eve' }, 401],
    ['a step on the way', { name: 'bob' }, 200],
    ['what is not valid', {}, 400],
  ])('writes nothing for %s, so that nobody can fill the trail', async (_, body, status) => {
    await open();
    expect((await ask('POST', '/login', body, 'nobody')).statusCode).toBe(status);
    expect(sink.recorded).toEqual([]);
  });

  it('grants nothing when that cannot be recorded', async () => {
    await open();
    await app.init();
    sink.refuse = 'record';
    const answer = await ask('POST', '/login', { name: 'ada' }, 'nobody');
    expect([answer.statusCode, answer.body.includes('"token"')]).toEqual([503, false]);
  });
});

describe('an audit name', () => {
  it('is missed before the server listens when a handler changes something without one', async () => {
    await open(PlantWithSilence);
    await expect(app.listen(0, '127.0.0.1')).rejects.toThrow(
      'No audit name is declared for POST /silent.',
    );
  });

  it('is not needed to read, and nothing is recorded then', async () => {
    await open();
    expect((await ask('GET', '/tokens')).statusCode).toBe(200);
    expect(sink.recorded).toEqual([]);
  });

  it('is needed to note something', async () => {
    await open();
    expect((await ask('GET', '/curious')).statusCode).toBe(500);
  });
});
