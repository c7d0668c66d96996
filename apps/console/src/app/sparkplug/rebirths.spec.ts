import { describe, expect, it } from '@jest/globals';
import { outcomeWords } from './rebirth-note';
import { outcomeOf, rebirthQuestion, type Outcome } from './rebirths';

const AT = '2026-11-23T14:20:31.000Z';
const TOPIC = 'spBv1.0/bakery/NCMD/line-1';
const ASKED = { id: 'n', topic: TOPIC, at: AT, heardAt: Date.parse(AT) };
const NODE = { group: 'bakery', node: 'line-1', state: 'online' } as const;
const outcome = (lastBirthAt: string | undefined, seconds: number) =>
  outcomeOf(ASKED, lastBirthAt, ASKED.heardAt + seconds * 1_000);

describe('asking a node to be born again', () => {
  it('waits for a birth, and knows when it came', () => {
    expect(outcome(undefined, 0)).toEqual({ kind: 'waiting', topic: TOPIC, at: AT });
    expect(outcome('2026-11-23T14:00:00.000Z', 10).kind).toBe('waiting');
    expect(outcome('2026-11-23T14:20:31.400Z', 1)).toEqual({
      ...{ kind: 'born', topic: TOPIC, after: 400 },
    });
  });

  it('gives up after ten seconds, and takes a birth that comes later', () => {
    expect(outcome(undefined, 10.5)).toEqual({ kind: 'none', topic: TOPIC, at: AT });
    expect(outcome('2026-11-23T14:20:45.000Z', 15)).toMatchObject({ kind: 'born', after: 14_000 });
  });

  it('says first what is published where', () => {
    expect(rebirthQuestion(NODE).hits).toContainEqual(['Topic', TOPIC]);
    expect(rebirthQuestion(NODE).text).toContain('all metrics at once');
    expect(rebirthQuestion({ ...NODE, state: 'offline' }).text).toContain('It is offline');
  });

  it('has words for what became of it', () => {
    const words = (became: Outcome) => Object.values(outcomeWords(became)).join(' ');
    expect(words({ kind: 'born', topic: TOPIC, after: 400 })).toBe(
      'ok Born again. Its birth came 400 ms after it was asked.',
    );
    expect(words({ kind: 'waiting', topic: TOPIC, at: AT })).toContain(`Published to ${TOPIC} at`);
    expect(words({ kind: 'none', topic: TOPIC, at: AT })).toMatch(/^warning No birth within 10 s/);
  });
});
