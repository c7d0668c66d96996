import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { PROBLEMS, type ProblemKind } from '#contract';
import { provideApiConfiguration } from '../api/api-configuration';
import { LiveEvents } from '../live/live-events';
import { Lockout } from '../session/lockout';
import { Session } from '../session/session';
import { OwnFactor } from './own-factor';

const setup = {
  otpauthUrl: 'otpauth://totp/MCM:admin?secret=JBSWY3DP&issuer=MCM',
  secret: 'JBSWY3DP',
  recoveryCodes: ['K7Q2M-9XTB4', 'AAAAA-BBBBB'],
};

describe('OwnFactor', () => {
  let store: OwnFactor;
  let server: HttpTestingController;
  let refreshed: number;

  const refuse = (path: string, kind: ProblemKind, retryAfter = 0) => {
    const { status, title } = PROBLEMS[kind];
    const headers = { 'retry-after': String(retryAfter) };
    const text = JSON.stringify({ type: `/problems/${kind}`, status, title });
    server.expectOne(path).flush(text, { status, statusText: title, headers });
  };
  const settle = () => new Promise((go) => setTimeout(go));
  const begun = async () => {
    const asked = store.begin('tin pot brass kettle');
    server.expectOne('/api/v1/auth/mfa/setup').flush(setup);
    expect(await asked).toBe(true);
  };

  beforeEach(async () => {
    refreshed = 0;
    const session = { refresh: () => Promise.resolve((refreshed += 1)) };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        { provide: LiveEvents, useValue: { openings: signal(1) } },
        { provide: Session, useValue: session },
        Lockout,
        OwnFactor,
      ],
    });
    store = TestBed.inject(OwnFactor);
    server = TestBed.inject(HttpTestingController);
    TestBed.tick();
    server.expectOne('/api/v1/auth/mfa').flush({ enabled: false, recoveryCodesLeft: 0 });
    await settle();
    expect(store.latest()).toEqual({ enabled: false, recoveryCodesLeft: 0 });
  });

  it('is on once a code of the new key was told, and the key is forgotten', async () => {
    await begun();
    expect(store.setup()).toEqual(setup);
    const asked = store.turnOn('407216');
    server.expectOne('/api/v1/auth/mfa/verify').flush(null);
    expect(await asked).toBe(true);
    expect(store.setup()).toBeUndefined();
    expect(store.latest()).toEqual({ enabled: true, recoveryCodesLeft: 2 });
    expect(refreshed).toBe(1);
  });

  it('keeps the key when the code is wrong', async () => {
    await begun();
    const asked = store.turnOn('000000');
    refuse('/api/v1/auth/mfa/verify', 'code-wrong');
    expect(await asked).toBe(false);
    expect(store.setup()).toEqual(setup);
    expect(store.attempt.refusal()?.kind).toBe('code-wrong');
    store.leave();
    expect(store.setup()).toBeUndefined();
    expect(store.attempt.refusal()).toBeUndefined();
  });

  it('lets its own key go when another tab was faster', async () => {
    await begun();
    const asked = store.turnOn('407216');
    refuse('/api/v1/auth/mfa/verify', 'mfa-enabled');
    expect(await asked).toBe(false);
    expect(store.setup()).toBeUndefined();
    TestBed.tick();
    server.expectOne('/api/v1/auth/mfa').flush({ enabled: true, recoveryCodesLeft: 10 });
    await settle();
    expect(store.latest()?.enabled).toBe(true);
  });

  it('is not begun without the password', async () => {
    const asked = store.begin('not it');
    refuse('/api/v1/auth/mfa/setup', 'password-wrong');
    expect(await asked).toBe(false);
    expect(store.setup()).toBeUndefined();
    expect(store.attempt.refusal()?.kind).toBe('password-wrong');
  });

  it('is off once the password was told', async () => {
    const wrong = store.turnOff('not it');
    refuse('/api/v1/auth/mfa', 'password-wrong');
    expect(await wrong).toBe(false);
    expect(store.attempt.refusal()?.kind).toBe('password-wrong');
    const right = store.turnOff('tin pot brass kettle');
    server.expectOne('/api/v1/auth/mfa').flush(null);
    expect(await right).toBe(true);
    expect(store.latest()).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    expect(refreshed).toBe(1);
  });

  it('tries nothing while too many were wrong', async () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now()); // no second goes by
    const asked = store.turnOff('not it');
    refuse('/api/v1/auth/mfa', 'locked-out', 900);
    expect(await asked).toBe(false);
    expect(store.attempt.refusal()).toBeUndefined();
    expect(TestBed.inject(Lockout).left()).toBe(900);
    expect(await store.turnOff('tin pot brass kettle')).toBe(false);
    server.expectNone('/api/v1/auth/mfa');
    clock.mockRestore();
  });
});
