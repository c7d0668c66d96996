import { beforeEach, describe, expect, it } from '@jest/globals';
import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideApiConfiguration } from '../api/api-configuration';
import type { ApiTokenRequest } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Lockout } from '../session/lockout';
import { OwnTokens } from './own-tokens';

const shown = {
  name: 'grafana',
  role: 'viewer',
  expiresAt: '2027-02-21T14:20:31.000Z',
} as const;
const wish: ApiTokenRequest = { ...shown, password: 'tin pot brass kettle' };
const grafana = { ...shown, id: 3, createdAt: '2026-11-23T14:20:31.000Z' };
const LIST = '/api/v1/auth/tokens';

describe('OwnTokens', () => {
  let store: OwnTokens;
  let server: HttpTestingController;
  const openings = signal(1);
  const settle = () => new Promise((go) => setTimeout(go));
  const list = async (...tokens: readonly object[]) => {
    TestBed.tick();
    server.expectOne({ method: 'GET', url: LIST }).flush({ tokens });
    await settle();
  };

  beforeEach(() => {
    openings.set(1);
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        { provide: LiveEvents, useValue: { openings } },
        Lockout,
        OwnTokens,
      ],
    });
    store = TestBed.inject(OwnTokens);
    server = TestBed.inject(HttpTestingController);
  });

  it('shows the secret of a new one until it is put away, and asks for the list anew', async () => {
    await list();
    const asked = store.make(wish);
    const sent = server.expectOne({ method: 'POST', url: LIST });
    expect(sent.request.body).toEqual(wish);
    sent.flush({ ...grafana, token: 'mcm_secret' });
    expect(await asked).toBe(true);
    expect(store.made()?.token).toBe('mcm_secret');
    await list(grafana);
    expect(store.latest()).toEqual([grafana]);

    const gone = store.revoke(3);
    server.expectOne({ method: 'DELETE', url: `${LIST}/3` }).flush(null);
    await gone;
    expect(store.made()).toBeUndefined();
    await list();
  });

  it('keeps what was listed while it is asked again, and when that fails', async () => {
    await list(grafana);
    expect(store.latest()).toEqual([grafana]);
    openings.set(2);
    TestBed.tick();
    expect(store.latest()).toEqual([grafana]);
    server.expectOne(LIST).error(new ProgressEvent('error'));
    await settle();
    expect(store.latest()).toEqual([grafana]);
    expect(store.failure()?.title).toBe('MCM does not answer');
    store.reload();
    await list();
    expect(store.failure()).toBeUndefined();
    expect(store.latest()).toEqual([]);
  });

  it('says why one was not made', async () => {
    const asked = store.make(wish);
    const problem = { type: '/problems/name-taken', title: 'This name is taken', status: 409 };
    const sent = server.expectOne({ method: 'POST', url: LIST });
    sent.flush(problem, { status: 409, statusText: 'Conflict' });
    expect(await asked).toBe(false);
    expect(store.attempt.refusal()?.kind).toBe('name-taken');
    expect(store.made()).toBeUndefined();
  });
});
