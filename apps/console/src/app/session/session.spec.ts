import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { NavigationEnd, provideRouter, Router } from '@angular/router';
import { PROBLEMS, type ProblemKind } from '#contract';
import { filter, firstValueFrom } from 'rxjs';
import { Api } from '../api/api';
import { provideApiConfiguration } from '../api/api-configuration';
import { changePassword } from '../api/functions';
import type { LoginResponse } from '../api/models';
import { Session } from './session';
import { sessionInterceptor } from './session-interceptor';
import { signedIn } from './signed-in.guard';

@Component({ selector: 'mcm-blank', template: '' })
class Blank {}

const answer: LoginResponse = {
  token: 'a-token',
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  user: {
    id: 1,
    username: 'm.keller',
    role: 'viewer',
    disabled: false,
    mfaEnabled: false,
    passwordTemporary: false,
    createdAt: '2026-11-23T14:20:31Z',
    updatedAt: '2026-11-23T14:20:31Z',
  },
};
const credentials = { username: 'm.keller', password: 'secret', staySignedIn: false };

/** A failed answer, as the server gives it. */
const problem = (kind: ProblemKind) => ({ type: `/problems/${kind}`, ...PROBLEMS[kind] });
const UNAUTHORIZED = { status: 401, statusText: 'Unauthorized' };

function start() {
  TestBed.resetTestingModule();
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(withInterceptors([sessionInterceptor])),
      provideHttpClientTesting(),
      provideApiConfiguration(''),
      provideRouter([
        { path: 'login', component: Blank },
        { path: '**', component: Blank, canActivate: [signedIn] },
      ]),
    ],
  });
  return {
    session: TestBed.inject(Session),
    router: TestBed.inject(Router),
    server: TestBed.inject(HttpTestingController),
  };
}

async function loggedIn(staySignedIn = false) {
  const started = start();
  const done = started.session.logIn({ ...credentials, staySignedIn });
  started.server.expectOne('/api/v1/auth/login').flush(answer);
  await done;
  return started;
}

describe('Session', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('lies in this tab unless one asks to stay signed in', async () => {
    const { session } = await loggedIn();
    expect(session.user()?.username).toBe('m.keller');
    expect(sessionStorage.length).toBe(1);
    expect(localStorage.length).toBe(0);
    await loggedIn(true);
    expect(sessionStorage.length).toBe(0);
    expect(localStorage.length).toBe(1);
  });

  it('is there again after a reload, unless it has expired', async () => {
    await loggedIn();
    expect(start().session.token()).toBe('a-token');
    const expired = { ...answer, expiresAt: '2020-01-01T00:00:00Z' };
    sessionStorage.setItem('mcm-session', JSON.stringify(expired));
    expect(start().session.token()).toBeUndefined();
    sessionStorage.setItem('mcm-session', 'no JSON');
    expect(start().session.token()).toBeUndefined();
  });

  it('sends the token with every request but the log-in', async () => {
    const { server } = await loggedIn();
    const asked = firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/status'));
    const { request } = server.expectOne('/api/v1/status');
    expect(request.headers.get('authorization')).toBe('Bearer a-token');
    void asked.catch(() => undefined);
    const again = TestBed.inject(Session).logIn(credentials);
    const login = server.expectOne('/api/v1/auth/login');
    expect(login.request.headers.has('authorization')).toBe(false);
    login.flush(answer);
    await again;
  });

  it('ends when the server refuses the token, and remembers where one was', async () => {
    const { router, server, session } = await loggedIn();
    await router.navigateByUrl('/topics/abc');
    const arrived = firstValueFrom(
      router.events.pipe(filter((event) => event instanceof NavigationEnd)),
    );
    const asked = firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/status'));
    server.expectOne('/api/v1/status').flush(problem('not-authenticated'), UNAUTHORIZED);
    await expect(asked).rejects.toMatchObject({ status: 401 });
    await arrived;
    expect(session.token()).toBeUndefined();
    expect(sessionStorage.length).toBe(0);
    expect(router.url).toBe('/login?returnUrl=%2Ftopics%2Fabc&ended=true');
  });

  it.each(['password-wrong', 'code-wrong'] as const)(
    'stays when the answer is %s',
    async (kind) => {
      const { server, session } = await loggedIn();
      const body = { currentPassword: 'wrong', newPassword: 'does not matter' };
      const asked = TestBed.inject(Api).invoke(changePassword, { body });
      // Where nothing is expected, Angular hands the problem on as text.
      const text = JSON.stringify(problem(kind));
      server.expectOne('/api/v1/auth/password').flush(text, UNAUTHORIZED);
      await expect(asked).rejects.toMatchObject({ status: 401 });
      expect(session.token()).toBe('a-token');
    },
  );

  it('ends also when the refusal is read as text', async () => {
    const { server, session } = await loggedIn();
    const body = { currentPassword: 'right', newPassword: 'does not matter' };
    const asked = TestBed.inject(Api).invoke(changePassword, { body });
    const text = JSON.stringify(problem('not-authenticated'));
    server.expectOne('/api/v1/auth/password').flush(text, UNAUTHORIZED);
    await expect(asked).rejects.toMatchObject({ status: 401 });
    expect(session.token()).toBeUndefined();
  });

  it('stays when something in between refuses', async () => {
    const { server, session } = await loggedIn();
    const asked = firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/status'));
    server.expectOne('/api/v1/status').flush('<h1>Proxy</h1>', UNAUTHORIZED);
    await expect(asked).rejects.toMatchObject({ status: 401 });
    expect(session.token()).toBe('a-token');
  });

  it('begins with the code when one is asked for', async () => {
    const { server, session } = start();
    const challenge = {
      mfaRequired: true,
      mfaChallenge: 'c',
      expiresAt: answer.expiresAt,
    } as const;
    const half = session.logIn(credentials);
    server.expectOne('/api/v1/auth/login').flush(challenge);
    expect(await half).toEqual(challenge);
    expect(session.token()).toBeUndefined();
    expect(sessionStorage.length).toBe(0);

    const whole = session.enterCode('c', '123456', false);
    const asked = server.expectOne('/api/v1/auth/login/mfa');
    expect(asked.request.headers.has('authorization')).toBe(false);
    expect(asked.request.body).toEqual({ mfaChallenge: 'c', code: '123456' });
    asked.flush(answer);
    await whole;
    expect(session.token()).toBe('a-token');
    expect(sessionStorage.length).toBe(1);
  });

  it('stays when a log-in is refused', async () => {
    const { server, session } = start();
    const refused = session.logIn(credentials);
    server.expectOne('/api/v1/auth/login').flush(problem('login-failed'), UNAUTHORIZED);
    await expect(refused).rejects.toMatchObject({ status: 401 });
    expect(session.token()).toBeUndefined();
  });

  it('is revoked at log-out, and forgotten even when the server is gone', async () => {
    const { router, server, session } = await loggedIn();
    const out = session.logOut();
    server.expectOne('/api/v1/auth/logout').error(new ProgressEvent('error'));
    await out;
    expect(session.token()).toBeUndefined();
    expect(sessionStorage.length).toBe(0);
    expect(router.url).toBe('/login');
  });

  it('asks to log in first, and leads back', async () => {
    const { router } = start();
    await router.navigateByUrl('/log?severity=error');
    expect(router.url).toBe('/login?returnUrl=%2Flog%3Fseverity%3Derror');
    // Where one comes to anyway is no place to be led back to.
    await router.navigateByUrl('/overview');
    expect(router.url).toBe('/login');
  });

  it('says why a role may not do something', async () => {
    const { session } = await loggedIn();
    expect(session.refusal('getStatus')).toBeUndefined();
    expect(session.refusal('login')).toBeUndefined();
    expect(start().session.refusal('getStatus')).toBeUndefined();
    sessionStorage.clear();
    expect(start().session.refusal('getStatus')).toBe(
      'Needs the role viewer. You are not logged in.',
    );
  });
});
