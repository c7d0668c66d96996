import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { get } from 'node:http';
import { AUDIT_SINK, Database, type AuditAct, type AuditSink } from '#platform';
import { until } from '#testing';
import { bearer, PASSWORD, serve, USERNAME, type Served } from './served.js';

interface Event {
  readonly id: number;
  readonly action: string;
  readonly result: string;
  readonly requestId: string;
  readonly resourceName?: string;
  readonly unreadable?: true;
}
interface Page {
  readonly events: readonly Event[];
  readonly nextCursor?: string;
}

const LIST = '/api/v1/audit-events';

let served: Served;
let sink: AuditSink;
let database: Database;
let auditor: Record<string, string>;
beforeAll(async () => {
  served = await serve();
  sink = served.app.get<AuditSink>(AUDIT_SINK);
  database = served.app.get(Database);
  for (const role of ['viewer', 'auditor']) {
    await write(
      `INSERT INTO admin_users (username, password_hash, role, created_at, updated_at)
       SELECT '${role}', password_hash, '${role}', 0, 0 FROM admin_users WHERE username = '${USERNAME}'`,
    );
  }
  auditor = await logInAs('auditor');
});
afterAll(() => served.stop());

const write = (sql: string) => database.write((tx) => tx.query(sql));
const ask = (query: string, path = LIST) => served.ask(path + query, { headers: auditor });
const page = async (query: string) => (await ask(query)).body as Page;
const ids = ({ events }: Pick<Page, 'events'>) => events.map(({ id }) => id);
async function logInAs(username: string): Promise<Record<string, string>> {
  const { body } = await served.post('/api/v1/auth/login', { username, password: PASSWORD });
  return bearer((body as { token: string }).token);
}
/** Acts of `actor`, whole ones; answers the numbers of their outcomes. */
async function acts(actor: string, count: number, wishes: Partial<AuditAct> = {}) {
  const act: AuditAct = {
    ...{ action: 'admin_user.update', requestId: 'r', resourceId: '7' },
    actor: { name: actor, via: 'session' },
    ...wishes,
  };
  const numbers: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const intent = await sink.begin(act);
    await sink.end(intent, act, { result: 'success' });
    numbers.push(intent + 1);
  }
  return numbers;
}

describe('what is done over the API', () => {
  it('is in the trail: a log-in and a log-out, with who, whence and the request', async () => {
    const headers = await logInAs('viewer');
    const { headers: answered } = await served.ask('/api/v1/auth/logout', {
      method: 'POST',
      headers,
    });
    const { events } = await page('?actor=viewer');
    expect(events[1]).toMatchObject({ action: 'session.open', result: 'success' });
    expect(events[0]).toEqual({
      ...{ id: expect.any(Number), intent: expect.any(Number), occurredAt: expect.any(String) },
      ...{ action: 'session.close', resourceType: 'session', result: 'success', changes: [] },
      resourceId: expect.any(String),
      actor: { name: 'viewer', via: 'session', address: '127.0.0.1' },
      requestId: answered.get('x-request-id'),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is counted in the figures', async () => {
    const text = await (await fetch(`${served.url}/metrics`)).text();
    expect(text).toMatch(/^mcm_audit_events_total\{result="success"\} \d+$/m);
  });
});

describe('the list of acts', () => {
  it('goes backwards page by page, and misses none that come meanwhile', async () => {
    const numbers = await acts('pager', 7);
    const first = await page('?actor=pager&limit=3');
    expect(ids(first)).toEqual(numbers.slice(4).toReversed());
    const running: AuditAct = {
      ...{ action: 'admin_user.update', requestId: 'r', actor: { name: 'pager', via: 'session' } },
    };
    await sink.record(running, { result: 'success' });
    const second = await page(`?actor=pager&limit=3&cursor=${first.nextCursor ?? ''}`);
    expect(ids(second)).toEqual(numbers.slice(1, 4).toReversed());
    const third = await page(`?actor=pager&limit=3&cursor=${second.nextCursor ?? ''}`);
    expect([ids(third), third.nextCursor]).toEqual([numbers.slice(0, 1), undefined]);
  });

  it('shows an act that ends between two pages on one of them', async () => {
    const act: AuditAct = {
      ...{ action: 'admin_user.create', requestId: 'r', actor: { name: 'slow', via: 'session' } },
    };
    const intent = await sink.begin(act);
    await acts('slow', 2);
    const first = await page('?actor=slow&limit=2');
    await sink.end(intent, act, { result: 'success' });
    const second = await page(`?actor=slow&limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(second.events).toMatchObject([{ id: intent, result: 'started' }]);
  });

  it('is found by all that is told of an act', async () => {
    const from = new Date();
    const [one = 0] = await acts('finder', 1, { action: 'api_token.create', resourceId: 't-1' });
    const [two = 0] = await acts('finder', 1, { action: 'api_token.revoke', resourceId: 't-2' });
    const running: AuditAct = {
      ...{ action: 'mfa.setup', requestId: 'r', actor: { name: 'Finder', via: 'session' } },
    };
    const three = await sink.begin(running);
    await sink.record({ ...running, action: 'mfa.disable' }, { result: 'failure', reason: 'x' });
    const four = three + 1;
    const found = async (query: string) => ids(await page(`?actor=finder&${query}`));
    expect(await found('')).toEqual([four, three, two, one]);
    expect(await found('action=api_token')).toEqual([two, one]);
    expect(await found('action=api_token.create')).toEqual([one]);
    expect(await found('resourceId=t-2')).toEqual([two]);
    expect(await found('result=started')).toEqual([three]);
    expect(await found('result=failure')).toEqual([four]);
    expect(await found('action=mfa&result=success')).toEqual([]);
    expect(await found(`since=${from.toISOString()}`)).toHaveLength(4);
    expect(await found(`until=${from.toISOString()}`)).toEqual([]);
    const plus = encodeURIComponent(from.toISOString().replace('Z', '+00:00'));
    expect(await found(`since=${plus}&until=2999-01-01T00:00:00Z`)).toHaveLength(4);
  });

  it.each([
    ['limit=0', '/limit', 'must not be less than 1'],
    ['limit=501', '/limit', 'must not be greater than 500'],
    ['limit=x', '/limit', 'must be an integer number'],
    ['cursor=bm90LW91cnM', '/cursor', 'is not the nextCursor of a page'],
    ['cursor=', '/cursor', 'is not the nextCursor of a page'],
    ['action=admin', '/action', 'must be one of the following values'],
    ['result=maybe', '/result', 'must be one of the following values'],
    ['since=yesterday', '/since', 'must be a date and time with its zone'],
    ['since=2026-02-30T00:00:00Z', '/since', 'is a time that does not exist'],
    ['until=2026-13-01T00:00:00Z', '/until', 'is a time that does not exist'],
    ['since=2026-02-02T00:00:00Z&until=2026-02-01T00:00:00Z', '/until', 'must be after since'],
    [`actor=${'a'.repeat(129)}`, '/actor', 'must be shorter than or equal to 128'],
    ['offset=7', '/offset', 'is not known here'],
  ])('answers %s with what is wrong', async (query, pointer, detail) => {
    const { status, problem } = await ask(`?${query}`);
    expect([status, problem.type]).toEqual([400, '/problems/validation-failed']);
    expect(problem.errors).toContainEqual({ pointer, detail: expect.stringContaining(detail) });
  });

  it.each(['', '/export', '/verification'])('is for auditors: %s', async (path) => {
    expect((await served.ask(LIST + path)).status).toBe(401);
    const headers = await logInAs('viewer');
    expect((await served.ask(LIST + path, { headers })).status).toBe(403);
    expect((await served.ask(LIST + path, { headers: auditor })).status).toBe(200);
  });
});

describe('an export', () => {
  it('is a file of JSON lines, or of CSV that no spreadsheet takes for formulas', async () => {
    const [number = 0] = await acts('=cmd', 1, { resourceName: 'a "b", c' });
    const query = `/export?actor=${encodeURIComponent('=cmd')}`;
    const lines = await fetch(`${served.url}${LIST}${query}`, { headers: auditor });
    expect(Object.fromEntries(lines.headers)).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="audit-events.jsonl"',
      ...{ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    });
    expect(JSON.parse(await lines.text())).toMatchObject({ id: number, actor: { name: '=cmd' } });

    const csv = await fetch(`${served.url}${LIST}${query}&format=csv`, { headers: auditor });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, row] = (await csv.text()).split('\r\n');
    expect(head).toBe(
      'id,occurredAt,actor,via,token,address,action,resourceType,resourceId,resourceName,' +
        'result,reason,changes,requestId,intent,hash,unreadable',
    );
    expect(row).toMatch(
      /^\d+,[\dTZ:.-]+,'=cmd,session,,,admin_user\.update,admin_user,7,"a ""b"", c",success,,,r,\d+,[0-9a-f]{64},$/,
    );
  });

  it('has all that the filters leave, in one piece', async () => {
    const numbers = await acts('many', 1_100);
    const answer = await fetch(`${served.url}${LIST}/export?actor=many`, { headers: auditor });
    const rows = (await answer.text()).trimEnd().split('\n');
    expect(rows.map((row) => (JSON.parse(row) as Event).id)).toEqual(numbers.toReversed());
  });

  it('takes no page, and says so', async () => {
    const { status, problem } = await ask('/export?limit=5');
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/limit']);
  });

  it('leaves the server well when its reader goes away', async () => {
    await new Promise<void>((resolve, reject) => {
      const request = get(`${served.url}${LIST}/export`, { headers: auditor }, (response) => {
        response.once('data', () => {
          request.destroy();
          resolve();
        });
      });
      request.once('error', reject);
    });
    expect((await ask('?limit=1')).status).toBe(200);
  });
});

describe('the security log', () => {
  interface Notice extends Event {
    readonly route: string;
  }
  const events = async (query: string) => {
    const { body } = await ask(query, '/api/v1/security/events');
    return body as Omit<Page, 'events'> & { readonly events: readonly Notice[] };
  };

  it('tells who was refused where, and a flood as one event', async () => {
    const headers = await logInAs('viewer');
    // Nobody was refused there before: repeats are one event for a minute, and then another.
    const path = '/api/v1/security/events';
    for (let n = 0; n < 20; n += 1) await served.ask(path, { headers });
    await served.ask(LIST, { headers: bearer('nonsense') });
    const failed = () => events('?reason=invalid_bearer_token&sourceIp=127.0.0.1');
    const routes = async () => (await failed()).events.map(({ route }) => route);
    await until(async () => (await routes()).includes(`GET ${LIST}`));
    const denied = await events('?reason=insufficient_role&username=viewer');
    const list = denied.events.filter(({ route }) => route === `GET ${path}`);
    expect(list).toMatchObject([
      { category: 'protected_api_access_denied', sourceIp: '127.0.0.1', username: 'viewer' },
    ]);
  });

  it('goes backwards page by page, and is exported', async () => {
    const all = await events('?limit=500');
    const first = await events('?limit=1');
    const second = await events(`?limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([...ids(first), ...ids(second)]).toEqual(ids(all).slice(0, 2));
    const csv = await ask('/export?format=csv', '/api/v1/security/events');
    expect(csv.headers.get('content-disposition')).toBe(
      'attachment; filename="security-events.csv"',
    );
    const lines = await fetch(`${served.url}/api/v1/security/events/export`, { headers: auditor });
    expect((await lines.text()).trimEnd().split('\n')).toHaveLength(all.events.length);
  });

  it.each([
    ['category=nonsense', '/category'],
    ['reason=nonsense', '/reason'],
    ['cursor=x', '/cursor'],
  ])('answers %s with what is wrong', async (query, pointer) => {
    const { status, problem } = await ask(`?${query}`, '/api/v1/security/events');
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('is for auditors', async () => {
    const headers = await logInAs('viewer');
    const paths = ['/api/v1/security/events', '/api/v1/security/events/export'];
    for (const path of paths) expect((await served.ask(path, { headers })).status).toBe(403);
  });
});

describe('while the disk is full', () => {
  it('a log-in is answered with 503, and works again as soon as there is room', async () => {
    const [row] = await database.read.query<{ page_count: number }[]>('PRAGMA page_count');
    const before = (await page('?limit=1')).events[0]?.id;
    await write(`PRAGMA max_page_count = ${row?.page_count ?? 0}`);
    // Fills what room there still is on the pages where a log-in is written.
    const opened: AuditAct = {
      ...{ action: 'session.open', requestId: 'r', actor: { name: 'viewer', via: 'session' } },
    };
    const filling = async () => {
      for (;;) await sink.record(opened, { result: 'success' });
    };
    await expect(filling()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    const login = { username: 'viewer', password: PASSWORD };
    const { status, problem } = await served.post('/api/v1/auth/login', login);
    expect([status, problem.type]).toEqual([503, '/problems/database-unavailable']);
    expect(JSON.stringify(problem)).not.toMatch(/SQLITE|INSERT/);
    expect((await ask('?limit=1')).status).toBe(200);
    await write('PRAGMA max_page_count = 1000000');
    await logInAs('viewer');
    const { body } = await ask('', `${LIST}/verification`);
    expect(body).toMatchObject({ valid: true, problems: [] });
    expect((await page('?limit=1')).events[0]?.id).toBeGreaterThan(before ?? 0);
  });
});

describe('the verification', () => {
  const verify = async () => (await ask('', `${LIST}/verification`)).body;

  it('proves the trail, and says where it begins and ends', async () => {
    const [last = 0] = await acts('prover', 1);
    expect(await verify()).toEqual({
      ...{ valid: true, checkedAt: expect.any(String), entries: last, first: 1 },
      head: { number: last, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ...{ problems: [], problemCount: 0 },
    });
  });

  it('names what somebody changed, and the list shows it as such', async () => {
    const [number = 0] = await acts('victim', 1);
    await write(`UPDATE audit_entries SET body = 'rubbish' WHERE number = ${number}`);
    expect(await verify()).toMatchObject({
      ...{ valid: false, problemCount: 1 },
      problems: [{ number, kind: 'altered', detail: `Entry ${number} was altered.` }],
    });
    const { events } = await page('?limit=1');
    expect(events).toMatchObject([{ id: number, unreadable: true, text: 'rubbish' }]);
    const csv = await fetch(`${served.url}${LIST}/export?format=csv`, { headers: auditor });
    expect(await csv.text()).toMatch(new RegExp(`^${number},,.*,rubbish$`, 'm'));
  });
});
