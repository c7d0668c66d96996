import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBed } from '@angular/core/testing';
import { statusOf } from '../../testing/status';
import { TopicsBed } from '../../testing/topics-bed';
import type { Gap } from '../api/models';
import { TopicsFoot } from './topics-foot';

const STARTED = Date.parse('2026-11-23T14:20:00.000Z');
const at = (seconds: number) => new Date(STARTED + seconds * 1_000).toISOString();
const absent = (from: number, until: number): Gap => ({
  ...{ reason: 'absent', from: at(from), until: at(until) },
});

describe('what was missed', () => {
  let bed: TopicsBed;
  const words = (gaps: readonly Gap[]) => {
    const { observer } = statusOf();
    bed.status.set(statusOf({ startedAt: at(0), observer: { ...observer, gaps: [...gaps] } }));
    const shown = TestBed.createComponent(TopicsFoot);
    TestBed.tick();
    return (shown.nativeElement as HTMLElement).querySelector('button.warning')?.textContent.trim();
  };

  beforeEach(() => {
    bed = new TopicsBed();
  });

  it('does not begin before the first connection, however late that was', () => {
    expect(words([absent(0.2, 0.4)])).toBeUndefined();
    expect(words([absent(40, 41)])).toBeUndefined();
    expect(words([absent(40, 41), absent(60, 70)])).toBe('1 gap');
  });

  it('is the death of the observer, also when it is the first that is known', () => {
    expect(words([{ reason: 'restarted', from: at(1), until: at(2) }])).toBe('1 gap');
  });

  it('is every gap when there are more than the server keeps', () => {
    const gaps = Array.from({ length: 200 }, (_, index) => absent(index, index + 0.5));
    expect(words(gaps)).toBe('200 gaps');
    expect(words(gaps.slice(1))).toBe('198 gaps');
  });
});
