import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, throwError } from 'rxjs';
import type { ApplyState } from '#contract';
import { FakeEvents } from '../../testing/fake-events';
import { Api } from '../api/api';
import {
  getAccessApply,
  getAccessDraft,
  getAccessDrift,
  listAccessApplies,
  planAccess,
} from '../api/functions';
import type { AccessApply, AccessDraft } from '../api/models';
import { LiveEvents } from '../live/live-events';
import { Session } from '../session/session';
import { Clock } from '../ui/clock';
import { AccessDraftStore } from '../access/access-draft-store';
import { AccessDriftStore } from './access-drift-store';
import { AppliesStore } from './applies-store';
import { FollowedApply } from './followed-apply';
import { PlanStore } from './plan-store';

const AT = '2026-11-23T14:20:31.000Z';
const draftOf = (version: number, changes = 1): AccessDraft => ({
  ...{ version, base: 47 },
  changes: Array.from({ length: changes }, (_, at) => ({
    ...{ number: at + 1, kind: 'create-rule', summary: 'Add rule', author: 'admin', at: AT },
  })),
});
const applyOf = (number: number, state: ApplyState): AccessApply => ({
  ...{ number, base: number - 1, state, actor: 'admin', startedAt: AT, steps: [] },
});

describe('what the page knows', () => {
  let events: FakeEvents;
  let refused: ReturnType<typeof signal<readonly string[]>>;
  let now: ReturnType<typeof signal<number>>;
  /** What is answered to each operation; one that waits is answered when the test says so. */
  let answers: Map<unknown, () => unknown>;
  let asked: unknown[];
  const times = (operation: unknown) => asked.filter((one) => one === operation).length;
  const settled = () => TestBed.inject(ApplicationRef).whenStable();
  /** Effects and questions, with one that is not answered yet. */
  const turn = async () => {
    for (let round = 0; round < 5; round += 1) {
      TestBed.tick();
      await Promise.resolve();
    }
  };
  const apply = (number: number, state: ApplyState) =>
    events.tell({ type: 'access_apply', number, state, step: 'probe' });

  beforeEach(() => {
    events = new FakeEvents();
    refused = signal<readonly string[]>([]);
    now = signal(0);
    asked = [];
    answers = new Map<unknown, () => unknown>([
      [getAccessDraft, () => draftOf(3)],
      [getAccessDrift, () => ({ drifted: false, applied: 47 })],
      [listAccessApplies, () => ({ applies: [] })],
      [planAccess, () => ({ version: 3 })],
    ]);
    const invoke = async (operation: unknown) => {
      asked.push(operation);
      const answer = await answers.get(operation)?.();
      return answer instanceof HttpErrorResponse
        ? firstValueFrom(throwError(() => answer))
        : answer;
    };
    const refusal = (operation: string) =>
      refused().includes(operation) ? 'Needs the role auditor.' : undefined;
    TestBed.configureTestingModule({
      providers: [
        ...[AccessDriftStore, AppliesStore, FollowedApply, PlanStore],
        { provide: Api, useValue: { invoke } },
        { provide: LiveEvents, useValue: events },
        { provide: Session, useValue: { refusal } },
        { provide: Clock, useValue: { now } },
      ],
    });
  });

  describe('of the draft', () => {
    it('is how many changes wait, and is asked anew when they change or the stream is back', async () => {
      const store = TestBed.inject(AccessDraftStore);
      await settled();
      expect(store.pending()).toBe(1);
      answers.set(getAccessDraft, () => draftOf(4, 2));
      events.tell({ type: 'access_draft_changed', version: 4 });
      await settled();
      expect(store.pending()).toBe(2);
      events.openings.set(2);
      await settled();
      expect(times(getAccessDraft)).toBe(3);
    });

    it('is nothing for who may not see it, also after somebody who could', async () => {
      const store = TestBed.inject(AccessDraftStore);
      await settled();
      expect(store.latest()?.version).toBe(3);
      refused.set(['getAccessDraft']);
      await settled();
      expect(store.latest()).toBeUndefined();
      expect(store.pending()).toBe(0);
      expect(times(getAccessDraft)).toBe(1);
    });

    it('is that there is none where MCM only looks', async () => {
      const error = { type: '/problems/access-read-only', title: 'x', status: 409 };
      answers.set(getAccessDraft, () => new HttpErrorResponse({ status: 409, error }));
      const store = TestBed.inject(AccessDraftStore);
      await settled();
      expect(store.isReadOnly()).toBe(true);
      expect(store.pending()).toBe(0);
    });
  });

  describe('of what is on its way', () => {
    it('is told by the list, and sooner by the stream', async () => {
      answers.set(listAccessApplies, () => ({ applies: [applyOf(48, 'running')] }));
      const store = TestBed.inject(AppliesStore);
      store.applies();
      await settled();
      expect(store.running()).toBe(48);
      // The list does not know yet that it has ended.
      apply(48, 'committed');
      expect(store.running()).toBeUndefined();
      apply(49, 'running');
      expect(store.running()).toBe(49);
      await settled();
      expect(times(listAccessApplies)).toBe(2);
    });

    it('is asked for when one begins and ends, and not at each step', async () => {
      const store = TestBed.inject(AppliesStore);
      await settled();
      for (const state of ['running', 'running', 'restoring', 'running'] as const) {
        apply(48, state);
        await settled();
      }
      expect(times(listAccessApplies)).toBe(2);
      answers.set(listAccessApplies, () => ({ applies: [applyOf(48, 'restored')] }));
      apply(48, 'restored');
      await settled();
      expect(times(listAccessApplies)).toBe(3);
      expect(store.ended()?.number).toBe(48);
    });

    it('is not what was told before the stream was lost', async () => {
      const store = TestBed.inject(AppliesStore);
      apply(48, 'running');
      await settled();
      expect(store.running()).toBe(48);
      answers.set(listAccessApplies, () => ({ applies: [applyOf(48, 'committed')] }));
      events.openings.set(2);
      await settled();
      expect(store.running()).toBeUndefined();
    });
  });

  describe('of one change', () => {
    it('lets an answer come before it asks again, however much is told meanwhile', async () => {
      const waiting: ((apply: AccessApply) => void)[] = [];
      answers.set(getAccessApply, () => new Promise((resolve) => waiting.push(resolve)));
      const store = TestBed.inject(FollowedApply);
      store.number.set(48);
      await turn();
      for (let step = 0; step < 5; step += 1) {
        apply(48, 'running');
        await turn();
      }
      expect(times(getAccessApply)).toBe(1);
      waiting[0]?.({ ...applyOf(48, 'running'), note: 'first' });
      await turn();
      expect(store.latest()?.note).toBe('first');
      expect(times(getAccessApply)).toBe(2);
      waiting[1]?.(applyOf(48, 'committed'));
      await settled();
      expect(times(getAccessApply)).toBe(2);
      expect(store.isRunning()).toBe(false);
    });

    it('is asked once a second as long as it runs', async () => {
      answers.set(getAccessApply, () => applyOf(48, 'running'));
      const store = TestBed.inject(FollowedApply);
      store.number.set(48);
      await settled();
      expect(store.isRunning()).toBe(true);
      now.set(1_000);
      await settled();
      expect(times(getAccessApply)).toBe(2);
      answers.set(getAccessApply, () => applyOf(48, 'restored'));
      now.set(2_000);
      await settled();
      now.set(3_000);
      await settled();
      expect(times(getAccessApply)).toBe(3);
    });

    it('is never that of another', async () => {
      answers.set(getAccessApply, () => applyOf(48, 'committed'));
      const store = TestBed.inject(FollowedApply);
      store.number.set(48);
      await settled();
      expect(store.latest()?.number).toBe(48);
      apply(47, 'running');
      await settled();
      expect(times(getAccessApply)).toBe(1);
      store.number.set(undefined);
      await settled();
      expect(store.latest()).toBeUndefined();
    });
  });

  describe('of the plan', () => {
    it('is worked out anew when the draft or what is in force changes', async () => {
      const store = TestBed.inject(PlanStore);
      await settled();
      expect(store.latest()?.version).toBe(3);
      answers.set(getAccessDraft, () => draftOf(4));
      events.tell({ type: 'access_draft_changed', version: 4 });
      await settled();
      expect(times(planAccess)).toBe(2);
      expect(store.isOutdated()).toBe(true);
      answers.set(planAccess, () => ({ version: 4 }));
      events.tell({ type: 'access_changed', revision: 48 });
      await settled();
      expect(store.isOutdated()).toBe(false);
    });

    it('stays as it was while the draft is applied', async () => {
      const store = TestBed.inject(PlanStore);
      await settled();
      apply(48, 'running');
      events.tell({ type: 'access_changed', revision: 48 });
      await settled();
      expect(times(planAccess)).toBe(1);
      expect(store.latest()?.version).toBe(3);
      answers.set(getAccessDraft, () => draftOf(4, 0));
      apply(48, 'committed');
      events.tell({ type: 'access_draft_changed', version: 4 });
      await settled();
      expect(store.latest()).toBeUndefined();
    });

    it('is asked for once when the page is opened while the draft is applied', async () => {
      answers.set(listAccessApplies, () => ({ applies: [applyOf(48, 'running')] }));
      const store = TestBed.inject(PlanStore);
      await settled();
      expect(store.latest()?.version).toBe(3);
      events.tell({ type: 'access_changed', revision: 48 });
      await settled();
      expect(times(planAccess)).toBe(1);
    });

    it('is not asked for without changes, nor by who may not', async () => {
      answers.set(getAccessDraft, () => draftOf(9, 0));
      const store = TestBed.inject(PlanStore);
      await settled();
      answers.set(getAccessDraft, () => draftOf(10));
      refused.set(['planAccess']);
      events.tell({ type: 'access_draft_changed', version: 10 });
      await settled();
      expect(store.refusal()).toContain('auditor');
      expect(times(planAccess)).toBe(0);
    });
  });

  it('of drift is only that there is some, asked anew when told', async () => {
    const store = TestBed.inject(AccessDriftStore);
    await settled();
    expect(store.drift()).toBeUndefined();
    answers.set(getAccessDrift, () => ({ drifted: true, applied: 47, seen: 48 }));
    events.tell({ type: 'access_drift', drifted: true });
    await settled();
    expect(store.drift()?.seen).toBe(48);
  });
});
