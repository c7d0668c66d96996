import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeEvents } from '../../testing/fake-events';
import { LiveEvents } from '../live/live-events';
import { PageVisibility } from '../live/page-visibility';
import { followVerdicts } from './follow-verdicts';

const verdictOn = (topic: string) => ({
  ...{ type: 'schema_verdict' as const, schemaId: 1, topic, valid: false },
  ...{ violations: 1, errors: [], observedAt: '2026-11-23T14:20:31.000Z' },
});

describe('what follows the verdicts', () => {
  let events: FakeEvents;
  const visible = signal(true);
  let asked = 0;
  beforeEach(() => {
    jest.useFakeTimers();
    [events, asked] = [new FakeEvents(), 0];
    visible.set(true);
    TestBed.configureTestingModule({
      providers: [
        { provide: LiveEvents, useValue: events },
        { provide: PageVisibility, useValue: { visible } },
      ],
    });
    TestBed.runInInjectionContext(() =>
      followVerdicts(
        () => (asked += 1),
        ({ topic }) => topic === 'a',
      ),
    );
    TestBed.tick();
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  it('asks at once when the stream is opened, and again when it comes back', () => {
    expect(asked).toBe(1);
    events.openings.set(2);
    TestBed.inject(ApplicationRef).tick();
    expect(asked).toBe(2);
  });

  it('asks once a second however many come, and not for those of others', () => {
    events.tell(verdictOn('b'));
    for (let times = 0; times < 100; times += 1) events.tell(verdictOn('a'));
    jest.advanceTimersByTime(999);
    expect(asked).toBe(1);
    jest.advanceTimersByTime(1);
    expect(asked).toBe(2);
    jest.advanceTimersByTime(3_000);
    expect(asked).toBe(2);
  });

  it('asks every few seconds for what nobody is told of, while somebody looks', () => {
    jest.advanceTimersByTime(10_000);
    expect(asked).toBe(3);
    visible.set(false);
    jest.advanceTimersByTime(60_000);
    expect(asked).toBe(3);
  });

  it('asks no more once it is gone', () => {
    events.tell(verdictOn('a'));
    TestBed.resetTestingModule();
    jest.advanceTimersByTime(60_000);
    expect(asked).toBe(1);
  });
});
