import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, throwError } from 'rxjs';
import { statusOf } from '../../testing/status';
import { Api } from '../api/api';
import type { AccessPolicy } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { StatusStore } from '../status/status-store';
import { DraftStore } from './draft-store';
import { ExplainStore } from './explain-store';
import { readExplain } from './explain-view';
import { LivePolicy } from './live-policy';

const AT = '2026-11-23T14:20:31.000Z';
const ACL = 'user nodered\ntopic readwrite line2/#\ntopic deny line2/+/cmd/#\n';

const policyOf = (change: Partial<AccessPolicy> = {}): AccessPolicy => ({
  ...{ revision: 47, seenAt: AT, broker: '2.0', allowAnonymous: true, problems: [] },
  aclFile: { path: '/etc/mosquitto/acl', changedAt: AT, text: ACL },
  ...change,
});

const QUESTION = { user: 'nodered', topic: 'line2/filler/cmd/speed' };

describe('the question of the address', () => {
  let told: AccessPolicy | HttpErrorResponse;
  let asked: number;
  let changed: (() => void) | undefined;
  let store: ExplainStore;
  /** Until nothing waits any more for somebody to pause. */
  const settled = async () => {
    for (let round = 0; round < 3; round += 1) {
      TestBed.tick();
      await jest.advanceTimersByTimeAsync(1_000);
    }
  };
  const ask = async (params: Parameters<typeof readExplain>[0]) => {
    store.view.set(readExplain(params));
    await settled();
  };
  const allowed = () => store.explanation()?.allowed;
  const invoke = () => {
    asked += 1;
    return told instanceof HttpErrorResponse
      ? firstValueFrom(throwError(() => told))
      : Promise.resolve(told);
  };
  const on = (_: string, handle: () => void) => {
    changed = handle;
    return () => undefined;
  };

  afterEach(() => void jest.useRealTimers());
  beforeEach(() => {
    jest.useFakeTimers();
    told = policyOf();
    asked = 0;
    sessionStorage.clear();
    TestBed.configureTestingModule({
      providers: [
        ...[ExplainStore, LivePolicy],
        { provide: Api, useValue: { invoke } },
        { provide: LiveEvents, useValue: { openings: signal(1), on } },
        { provide: Session, useValue: { token: signal('a-token') } },
        { provide: StatusStore, useValue: { latest: signal(statusOf()) } },
      ],
    });
    store = TestBed.inject(ExplainStore);
  });

  it('is answered from the files in force', async () => {
    await ask(QUESTION);
    expect(store.explanation()).toMatchObject({
      allowed: false,
      because: { kind: 'acl-line', line: 3 },
    });
    await ask({ ...QUESTION, topic: 'line2/a' });
    expect(allowed()).toBe(true);
    expect(asked).toBe(1);
    expect(store.users()).toEqual(['nodered', '']);
  });

  it('is answered anew when the files have changed', async () => {
    await ask(QUESTION);
    told = policyOf({
      revision: 48,
      aclFile: { path: 'x', changedAt: AT, text: 'user nodered\ntopic #\n' },
    });
    changed?.();
    await settled();
    expect(asked).toBe(2);
    expect(allowed()).toBe(true);
  });

  it('has the last answer while the server is gone', async () => {
    await ask(QUESTION);
    told = new HttpErrorResponse({ status: 503 });
    changed?.();
    await settled();
    expect(store.live.failure()?.status).toBe(503);
    expect(allowed()).toBe(false);
  });

  it('is decided as by the broker that there is, or as by another', async () => {
    const text = 'pattern write a/x%c\n';
    told = policyOf({ aclFile: { path: 'x', changedAt: AT, text }, brokerVersion: '2.0.11' });
    await ask({ user: 'u', client: '1', topic: 'a/x1' });
    expect(store.broker().repeatedAcl).toBe('both');
    expect(allowed()).toBe(true);
    await ask({ user: 'u', client: '1', topic: 'a/x1', broker: '2.1' });
    expect(allowed()).toBe(false);
    // Its own line is that very version, not the latest of the line.
    await ask({ user: 'u', client: '1', topic: 'a/x1', broker: '2.0' });
    expect(store.broker().repeatedAcl).toBe('both');
  });

  it('is put to the draft, which changes nothing in force', async () => {
    TestBed.inject(DraftStore).patch({ aclFile: ACL.replace(/topic deny.*\n/, '') });
    await ask({ ...QUESTION, source: 'draft' });
    expect(allowed()).toBe(true);
    await ask(QUESTION);
    expect(allowed()).toBe(false);
  });

  it('waits with a draft until it is known what there is to start from', async () => {
    store.view.set(readExplain({ ...QUESTION, source: 'draft' }));
    TestBed.tick();
    expect(store.draftFiles()).toBeUndefined();
    await settled();
    expect(store.draftFiles()?.aclFile).toBe(ACL);
  });

  it('can be put to a draft alone where no files are known', async () => {
    told = new HttpErrorResponse({ status: 409, error: { type: '/problems/no-policy' } });
    await ask({ ...QUESTION, source: 'draft' });
    expect(store.live.isUnknown()).toBe(true);
    expect(store.explanation()?.because).toEqual({ kind: 'broker', rule: 'no-rules' });
    TestBed.inject(DraftStore).patch({ aclFile: ACL });
    await settled();
    expect(allowed()).toBe(false);
    expect(store.findings()).toEqual([]);
  });

  it('has no answer where the broker does not take a file, and the linter says so too', async () => {
    const text = `${ACL}topic raed a\n`;
    told = policyOf({ aclFile: { path: 'x', changedAt: AT, text } });
    await ask(QUESTION);
    expect(store.verdict()).toMatchObject({
      kind: 'cannot-say',
      problem: { file: 'acl_file', line: 4, column: 7 },
    });
    expect(store.findings()).toContainEqual(
      expect.objectContaining({ rule: 'file-refused', line: 4 }),
    );
  });

  it('has no answer where the plugin reads nothing of its state', async () => {
    TestBed.inject(DraftStore).patch({ dynsec: '{' });
    await ask({ ...QUESTION, source: 'draft' });
    expect(store.refusal()?.file).toBe('dynamic-security');
  });

  it('has no answer where a password_file is refused', async () => {
    const problem = { line: 2, column: 1, reason: 'No hash.', effect: 'refuses' as const };
    told = policyOf({
      passwordFile: { path: 'p', changedAt: AT, users: ['nodered'] },
      problems: [{ ...problem, file: 'passwordFile', consequence: 'It stops.' }],
    });
    await ask(QUESTION);
    expect(store.refusal()).toMatchObject({ file: 'password_file', line: 2 });
  });

  it('is none while no topic is named', async () => {
    await ask({ user: 'nodered' });
    expect(store.verdict()).toEqual({ kind: 'unasked' });
    expect(store.explanation()).toBeUndefined();
  });
});
