import { beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Api } from '../api/api';
import {
  exportAuditEvents$Csv,
  exportAuditEvents$XNdjson,
  verifyAuditTrail,
} from '../api/functions';
import type { Verification } from '../api/models';
import { Session } from '../session/session';
import { AuditStore } from './audit-store';
import { ChainStore } from './chain-store';

const WHOLE: Verification = {
  valid: true,
  checkedAt: '2026-11-25T14:00:00.000Z',
  entries: 12,
  first: 1,
  head: { number: 12, hash: 'ab'.repeat(32) },
  problems: [],
  problemCount: 0,
};

describe('what the audit page asks for', () => {
  const refusal = signal<string | undefined>(undefined);
  const asked: (readonly [unknown, unknown])[] = [];
  let verdict: Verification | Error;
  const settled = () => TestBed.inject(ApplicationRef).whenStable();
  const invoke = (operation: unknown, params: unknown) => {
    asked.push([operation, params]);
    if (operation === exportAuditEvents$Csv || operation === exportAuditEvents$XNdjson)
      return Promise.reject(new Error('not now'));
    if (operation !== verifyAuditTrail)
      return Promise.resolve({ events: [{ id: 12 }], nextCursor: 'older' });
    return verdict instanceof Error ? Promise.reject(verdict) : Promise.resolve(verdict);
  };

  beforeEach(() => {
    asked.length = 0;
    verdict = WHOLE;
    refusal.set(undefined);
    TestBed.configureTestingModule({
      providers: [
        AuditStore,
        ChainStore,
        { provide: Api, useValue: { invoke } },
        { provide: Session, useValue: { refusal } },
      ],
    });
  });

  it('is a page by filter and cursor', async () => {
    const store = TestBed.inject(AuditStore);
    store.filter.set({ actor: 'm.keller', span: {} });
    await settled();
    store.cursor.set('older');
    await settled();
    expect(asked.map(([, params]) => params)).toEqual([
      { actor: 'm.keller', limit: 50 },
      { actor: 'm.keller', limit: 50, cursor: 'older' },
    ]);
    expect(store.log.page()).toEqual({ entries: [{ id: 12 }], next: 'older' });
  });

  it('is nothing for a role that may not read it', async () => {
    refusal.set('Needs the role auditor. You are viewer.');
    const store = TestBed.inject(AuditStore);
    TestBed.inject(ChainStore);
    await settled();
    expect(asked).toEqual([]);
    expect(store.refusal()).toContain('auditor');
  });

  it('is a file by the same filter, whatever page is shown', async () => {
    const store = TestBed.inject(AuditStore);
    store.filter.set({ result: 'failure', span: {} });
    store.cursor.set('older');
    await settled();
    asked.length = 0;
    await store.file.start('jsonl');
    await store.file.start('csv');
    expect(asked).toEqual([
      [exportAuditEvents$XNdjson, { result: 'failure', format: 'jsonl' }],
      [exportAuditEvents$Csv, { result: 'failure', format: 'csv' }],
    ]);
  });

  it('is one proof, and another only on demand', async () => {
    const chain = TestBed.inject(ChainStore);
    expect(chain.proofOf({ id: 12 })).toEqual({ kind: 'unproven' });
    await settled();
    expect(chain.proofOf({ id: 12 })).toEqual({ kind: 'proven' });
    expect(chain.proofOf({ id: 13 })).toEqual({ kind: 'newer' });
    expect(asked).toHaveLength(1);
    verdict = new Error('cut off');
    chain.proveAgain();
    await settled();
    expect(asked).toHaveLength(2);
    expect(chain.failure()?.detail).toBe('cut off');
    expect(chain.verification()).toEqual(WHOLE);
  });

  it('names the entry that is not as it was written, or whose intent is not', async () => {
    const problem = { number: 7, kind: 'altered', detail: 'Entry 7 was altered.' } as const;
    verdict = { ...WHOLE, valid: false, problems: [problem], problemCount: 1 };
    const chain = TestBed.inject(ChainStore);
    await settled();
    expect(chain.proofOf({ id: 7 })).toEqual({ kind: 'broken', problem });
    expect(chain.proofOf({ id: 8, intent: 7 })).toEqual({ kind: 'broken', problem });
    expect(chain.proofOf({ id: 6 })).toEqual({ kind: 'doubtful' });
  });
});
