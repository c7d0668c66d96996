import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { PROBLEMS, type ProblemKind } from '#contract';
import { provideApiConfiguration } from '../api/api-configuration';
import { Lockout } from '../session/lockout';
import { Session } from '../session/session';
import { sessionInterceptor } from '../session/session-interceptor';
import { LoginStore } from './login-store';

const credentials = { username: 'm.keller', password: 'tin pot brass kettle', staySignedIn: true };
const expiresAt = new Date(Date.now() + 300_000).toISOString();
const half = { mfaRequired: true, mfaChallenge: 'the-challenge', expiresAt };
const whole = { token: 'a-token', expiresAt, user: { username: 'm.keller' } };

describe('LoginStore', () => {
  let store: LoginStore;
  let server: HttpTestingController;

  const password = '/api/v1/auth/login';
  const code = '/api/v1/auth/login/mfa';
  const refuse = (path: string, kind: ProblemKind, more: object = {}, retryAfter = 0) => {
    const { status, title } = PROBLEMS[kind];
    const problem = { type: `/problems/${kind}`, status, title, ...more };
    const headers = { 'retry-after': String(retryAfter) };
    server.expectOne(path).flush(problem, { status, statusText: title, headers });
  };
  const halfWay = async () => {
    const asked = store.logIn(credentials);
    server.expectOne(password).flush(half);
    expect(await asked).toBe(false);
  };

  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([sessionInterceptor])),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        provideRouter([]),
        Lockout,
        LoginStore,
      ],
    });
    store = TestBed.inject(LoginStore);
    server = TestBed.inject(HttpTestingController);
  });

  it('is in with the password alone', async () => {
    const asked = store.logIn(credentials);
    expect(store.asking()).toBe(true);
    server.expectOne(password).flush(whole);
    expect(await asked).toBe(true);
    expect(store.challenge()).toBeUndefined();
    expect(store.asking()).toBe(false);
  });

  it('goes on with a code when one is asked for', async () => {
    await halfWay();
    expect(store.challenge()).toBe('the-challenge');
    const asked = store.enterCode('407216');
    const sent = server.expectOne(code);
    expect(sent.request.body).toEqual({ mfaChallenge: 'the-challenge', code: '407216' });
    sent.flush(whole);
    expect(await asked).toBe(true);
    expect(TestBed.inject(Session).token()).toBe('a-token');
    // As was wished when the password was entered.
    expect([localStorage.length, sessionStorage.length]).toEqual([1, 0]);
  });

  it('says that a code is wrong, and asks for another', async () => {
    await halfWay();
    const asked = store.enterCode('407216');
    refuse(code, 'code-wrong', { detail: 'This code was used already. Wait for the next one.' });
    expect(await asked).toBe(false);
    expect(store.challenge()).toBe('the-challenge');
    expect(store.refusal()).toEqual({
      title: 'The code is wrong.',
      text: 'This code was used already. Wait for the next one.',
    });
    store.forgetRefusal();
    expect(store.refusal()).toBeUndefined();
  });

  it('begins again when the challenge is worth nothing any more, and says why', async () => {
    await halfWay();
    const asked = store.enterCode('407216');
    refuse(code, 'challenge-invalid');
    expect(await asked).toBe(false);
    expect(store.challenge()).toBeUndefined();
    expect(store.refusal()?.title).toBe('The log-in has to begin again.');
  });

  it('begins again when asked to', async () => {
    await halfWay();
    store.startOver();
    expect(store.challenge()).toBeUndefined();
  });

  it('tries nothing while it is locked out', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now()); // no second goes by
    const asked = store.logIn(credentials);
    refuse(password, 'locked-out', {}, 872);
    expect(await asked).toBe(false);
    expect(TestBed.inject(Lockout).left()).toBe(872);
    expect(store.refusal()).toBeUndefined();
    expect(await store.logIn(credentials)).toBe(false);
    server.expectNone(password);
    clock.mockRestore();
  });

  it.each([
    ['login-failed', 'Capital letters count'],
    ['too-many-requests', 'Wait a few seconds'],
    ['database-unavailable', 'The disk is full.'],
  ] as const)('says in words what %s is', async (kind, words) => {
    const asked = store.logIn(credentials);
    refuse(password, kind, { detail: 'The disk is full.' }, 1);
    expect(await asked).toBe(false);
    expect(TestBed.inject(Lockout).left()).toBeUndefined();
    expect(store.refusal()?.text).toContain(words);
  });
});
