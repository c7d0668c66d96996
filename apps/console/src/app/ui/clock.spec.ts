import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { Clock } from './clock';

/** By the browser. */
const NOW = Date.parse('2026-11-27T14:20:30.400Z');
const MINUTE = 60_000;

describe("the server's clock", () => {
  let clock: Clock;
  /** Hears an answer that the server, `ahead` of the browser, stamped some time after it was asked. */
  const hear = (ahead: number, { there = 5, back = 5 } = {}) => {
    const sentAt = Date.now();
    jest.advanceTimersByTime(there);
    const date = new Date(Date.now() + ahead).toUTCString();
    jest.advanceTimersByTime(back);
    clock.hear(date, sentAt);
  };
  const ahead = () => clock.read() - Date.now();

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    clock = TestBed.inject(Clock);
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it("is the browser's, when that is right", () => {
    for (let at = 0; at < 10; at += 1) hear(0, { there: 90, back: 90 });
    expect(ahead()).toBe(0);
  });

  it('stays what it is when an answer stalls, on its way there or back', () => {
    hear(0, { back: 30_000 });
    expect(ahead()).toBe(0);
    hear(0, { there: 30_000 });
    expect(ahead()).toBe(0);
  });

  it.each([5 * MINUTE, -5 * MINUTE])('is heard when the browser is wrong by %d ms', (wrong) => {
    hear(wrong);
    expect(Math.abs(ahead() - wrong)).toBeLessThanOrEqual(1_010);
    for (let at = 0; at < 20; at += 1) hear(wrong, { back: 135 });
    expect(Math.abs(ahead() - wrong)).toBeLessThanOrEqual(250);
    hear(wrong, { there: 8_000, back: 8_000 });
    expect(Math.abs(ahead() - wrong)).toBeLessThanOrEqual(250);
  });

  it('is heard also when the browser was put right while it waited', () => {
    hear(5 * MINUTE);
    const sentAt = Date.now();
    jest.setSystemTime(sentAt + 5 * MINUTE);
    clock.hear(new Date().toUTCString(), sentAt);
    hear(0);
    expect(Math.abs(ahead())).toBeLessThanOrEqual(1_010);
  });

  it('says nothing without a date', () => {
    clock.hear(null, NOW);
    clock.hear('yesterday', NOW);
    expect(ahead()).toBe(0);
  });
});
