import { beforeEach, describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Session } from '../session/session';
import { EMPTY_DRAFT } from './publish-draft';
import { PublishMemory } from './publish-memory';

const draftOf = (topic: string, payload = '') => ({ ...EMPTY_DRAFT, topic, payload });

describe('what this tab published', () => {
  const token = signal<string | undefined>('a-token');
  let memory: PublishMemory;
  const topics = () => memory.sent().map(({ draft }) => draft.topic);

  beforeEach(() => {
    token.set('a-token');
    TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: { token } }] });
    memory = TestBed.inject(PublishMemory);
  });

  it('is kept, the latest first, each message once, ten at most', () => {
    for (let at = 0; at < 12; at += 1) memory.remember(draftOf(`t/${at}`), at);
    expect(topics()).toHaveLength(10);
    memory.remember(draftOf('t/5'), 20);
    expect(topics().slice(0, 3)).toEqual(['t/5', 't/11', 't/10']);
    expect(topics().filter((topic) => topic === 't/5')).toHaveLength(1);
  });

  it('is forgotten at log-out', () => {
    memory.remember(draftOf('t'), 1);
    memory.unsent = draftOf('u');
    token.set(undefined);
    TestBed.tick();
    expect(memory.sent()).toEqual([]);
    expect(memory.unsent).toBeUndefined();
  });

  it('goes on with what was typed and not sent, unless it is about another topic', () => {
    const given = draftOf('a', 'given');
    expect(memory.begin(given)).toBe(given);
    memory.unsent = draftOf('a', 'typed');
    expect(memory.begin(given).payload).toBe('typed');
    expect(memory.begin(EMPTY_DRAFT).payload).toBe('typed');
    expect(memory.begin(draftOf('b')).payload).toBe('');
  });
});
