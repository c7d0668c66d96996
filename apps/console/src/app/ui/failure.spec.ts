import { describe, expect, it } from '@jest/globals';
import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { failureOf, untold } from './failure';

const wrong = {
  type: '/problems/validation-failed',
  title: 'The request is not valid',
  status: 400,
  detail: 'name must not be empty',
  instance: 'urn:request:4f2a',
  errors: [{ pointer: '/name', detail: 'must not be empty' }],
};
const read = {
  kind: 'validation-failed',
  title: wrong.title,
  detail: wrong.detail,
  status: 400,
  request: '4f2a',
  faults: new Map([['/name', 'must not be empty']]),
};

describe('failureOf', () => {
  it('reads the problem, also where Angular left it as text', () => {
    expect(failureOf(new HttpErrorResponse({ status: 400, error: wrong }))).toEqual(read);
    const error = JSON.stringify(wrong);
    expect(failureOf(new HttpErrorResponse({ status: 400, error }))).toEqual(read);
  });

  it('reads how long the server asks to wait', () => {
    const headers = new HttpHeaders({ 'retry-after': '872' });
    const error = { type: '/problems/locked-out', title: 'Too many log-ins failed', status: 429 };
    const failure = failureOf(new HttpErrorResponse({ status: 429, error, headers }));
    expect(failure).toEqual({
      kind: 'locked-out',
      title: error.title,
      detail: '',
      status: 429,
      retryAfter: 872,
    });
  });

  it('makes do with an answer that is not ours', () => {
    const page = new HttpErrorResponse({ status: 502, error: '<h1>Bad gateway</h1>' });
    expect(failureOf(page)).toMatchObject({ detail: 'It answered with the status 502.' });
    expect(failureOf(page).kind).toBeUndefined();
    const odd = { type: '/problems/constructor', title: 'Odd' };
    expect(failureOf(new HttpErrorResponse({ status: 400, error: odd })).kind).toBeUndefined();
  });

  it('tells a server that is silent from a mistake of the page', () => {
    expect(failureOf(new HttpErrorResponse({ status: 0 })).title).toBe('MCM does not answer');
    expect(failureOf(new TypeError('x is not a function'))).toMatchObject({
      title: 'This page made a mistake',
      status: -1,
    });
  });
});

describe('what no field says of a failure', () => {
  const failure = {
    ...read,
    kind: 'validation-failed',
    faults: new Map([
      ['/name', 'taken'],
      ['/x', 'odd'],
    ]),
  } as const;

  it('is all of it where it is about no member', () => {
    const { faults, ...plain } = failure;
    expect(faults.size).toBe(2);
    expect(untold(plain, () => true)).toBe(plain);
    expect(untold(undefined, () => true)).toBeUndefined();
  });

  it('is what is left', () => {
    const left = untold(failure, (pointer) => pointer === '/name');
    expect([...(left?.faults ?? [])]).toEqual([['/x', 'odd']]);
    expect(untold(failure, () => true)).toBeUndefined();
  });
});
