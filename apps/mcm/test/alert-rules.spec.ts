import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertWatch } from './alert-watch.js';
import { serve, type Served } from './served.js';
import { TestClock } from './test-clock.js';

let served: Served;
let alerts: AlertWatch;
let token: string;

beforeAll(async () => {
  const clock = new TestClock();
  served = await serve({ clock: clock.read });
  token = await served.logIn();
  alerts = new AlertWatch(served, token, clock);
});
afterAll(() => served.stop());

describe('maintenance windows', () => {
  it('are changed and deleted as they were read', async () => {
    const weekly = { days: ['sat'], from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };
    const { id } = await alerts.got<{ id: number }>('POST', 'alert-windows', {
      name: 'Night',
      weekly,
    });
    expect(await alerts.got('GET', `alert-windows/${id}`)).toMatchObject({ name: 'Night', weekly });
    await alerts.got('PUT', `alert-windows/${id}`, { name: 'Nights', weekly, ruleIds: [1] });
    expect(await alerts.got('GET', `alert-windows/${id}`)).toMatchObject({ ruleIds: [1] });
    await alerts.got('DELETE', `alert-windows/${id}`);
    const gone = await alerts.ask('GET', `alert-windows/${id}`);
    expect(gone.problem.type).toBe('/problems/alert-window-not-found');
  });

  it.each([
    [{ name: 'Neither' }, '/from'],
    [
      {
        name: 'Both',
        from: '2026-11-25T08:00:00Z',
        until: '2026-11-25T09:00:00Z',
        weekly: { days: ['sat'], from: '22:00', until: '06:00', timeZone: 'UTC' },
      },
      '/from',
    ],
    [{ name: 'Backwards', from: '2026-11-25T08:00:00Z', until: '2026-11-25T07:00:00Z' }, '/until'],
    [
      {
        name: 'Zone',
        weekly: { days: ['sat'], from: '22:00', until: '06:00', timeZone: 'Nowhere' },
      },
      '/weekly/timeZone',
    ],
    [
      {
        name: 'Day',
        weekly: { days: ['caturday'], from: '22:00', until: '06:00', timeZone: 'UTC' },
      },
      '/weekly/days',
    ],
  ])('%j are refused', async (wish, pointer) => {
    const { status, problem } = await alerts.ask('POST', 'alert-windows', wish);
    expect([status, problem.errors?.map((fault) => fault.pointer)]).toEqual([400, [pointer]]);
  });
});

describe('rules', () => {
  it.each([
    [{ condition: undefined }, '/condition'],
    [{ condition: { kind: 'weather' } }, '/condition/kind'],
    [{ condition: { kind: 'broker_down', seconds: 5 } }, '/condition/seconds'],
    [{ condition: { kind: 'broker_down', colour: 'red' } }, '/condition/colour'],
    [{ condition: { kind: 'topic_silent', filter: 'a/#/b', seconds: 5 } }, '/condition/filter'],
    [{ severity: 'fatal' }, '/severity'],
    [{ labels: { 'a-b': 'x' } }, '/labels'],
    [{ labels: ['x'] }, '/labels'],
    [{ forSeconds: 1.5 }, '/forSeconds'],
    [{ name: '  ' }, '/name'],
  ])('with %j are refused', async (wish, pointer) => {
    const rule = { name: 'Odd', severity: 'info', condition: { kind: 'broker_down' }, ...wish };
    const { status, problem } = await alerts.ask('POST', 'alert-rules', rule);
    expect(status).toBe(400);
    expect(problem.errors?.map((fault) => fault.pointer)).toContain(pointer);
  });

  it('have names of their own, and are changed as they were read', async () => {
    const wish = { name: 'Broker', severity: 'info', condition: { kind: 'broker_down' } };
    const { id } = await alerts.rule(wish);
    const taken = await alerts.ask('POST', 'alert-rules', { ...wish, name: 'BROKER' });
    expect(taken.problem.type).toBe('/problems/name-taken');
    const { headers } = await alerts.ask('GET', `alert-rules/${id}`);
    expect(headers.get('etag')).toBe('"1"');
    await alerts.got('PUT', `alert-rules/${id}`, { ...wish, description: 'The broker.' });
    const stale = await served.ask(`/api/v1/alert-rules/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}`, 'if-match': '"1"' },
    });
    expect(stale.problem.type).toBe('/problems/stale-version');
  });
});
