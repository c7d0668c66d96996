import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Session } from '../session/session';
import { DraftStore } from './draft-store';

describe('a draft', () => {
  const token = signal<string | undefined>('a-token');
  const opened = (): DraftStore => {
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: { token } }] });
    return TestBed.inject(DraftStore);
  };
  const kept = async (store: DraftStore, change: Parameters<DraftStore['patch']>[0]) => {
    store.patch(change);
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(1_000);
    TestBed.tick();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    token.set('a-token');
    sessionStorage.clear();
  });

  it('is empty at first, and there again when the page is loaded anew', async () => {
    const store = opened();
    expect(store.isEmpty()).toBe(true);
    await kept(store, { aclFile: 'user a' });
    await kept(store, { dynsec: null });
    expect(opened().current()).toEqual({ aclFile: 'user a', dynsec: null });
  });

  it('is gone from the tab once it is thrown away', async () => {
    const store = opened();
    await kept(store, { aclFile: 'user a' });
    store.clear();
    expect(store.isEmpty()).toBe(true);
    expect(sessionStorage).toHaveLength(0);
  });

  it('is gone with the log-in', async () => {
    const store = opened();
    await kept(store, { aclFile: 'user a' });
    token.set(undefined);
    TestBed.tick();
    expect(store.isEmpty()).toBe(true);
    expect(sessionStorage).toHaveLength(0);
  });

  it('is worked on when the browser does not keep it, and says so', async () => {
    const store = opened();
    const full = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('', 'QuotaExceededError');
    });
    await kept(store, { aclFile: 'user a' });
    expect(store.current()).toEqual({ aclFile: 'user a' });
    expect(store.unkept()).toBe(true);
    full.mockRestore();
    await kept(store, { aclFile: 'user b' });
    expect(store.unkept()).toBe(false);
  });

  it('begins anew where what was kept is none', () => {
    for (const text of ['{', '[]', '"x"', 'null', '{"aclFile":3}']) {
      sessionStorage.setItem('mcm-explain-draft', text);
      expect(opened().current()).toEqual({});
    }
  });
});
