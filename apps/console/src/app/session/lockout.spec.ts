import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Lockout } from './lockout';

const lockedOut = { title: '', detail: '', status: 429, kind: 'locked-out' } as const;

describe('Lockout', () => {
  let lockout: Lockout;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-23T14:20:31Z') });
    TestBed.configureTestingModule({ providers: [Lockout] });
    lockout = TestBed.inject(Lockout);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('counts down, and is over by itself', () => {
    expect(lockout.hear({ ...lockedOut, retryAfter: 3 })).toBe(true);
    expect(lockout.left()).toBe(3);
    expect(lockout.isOver()).toBe(false);
    jest.advanceTimersByTime(2_000);
    expect(lockout.left()).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect(lockout.left()).toBeUndefined();
    expect(lockout.isOver()).toBe(true);
    lockout.forget();
    expect(lockout.isOver()).toBe(false);
  });

  it('is none when something else went wrong', () => {
    expect(lockout.hear({ ...lockedOut, kind: 'too-many-requests', retryAfter: 1 })).toBe(false);
    expect(lockout.left()).toBeUndefined();
    expect(lockout.isOver()).toBe(false);
  });
});
