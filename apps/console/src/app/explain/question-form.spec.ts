import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { Api } from '../api/api';
import { type ExplainChange, readExplain } from './explain-view';
import { QuestionForm } from './question-form';

describe('the form of the question', () => {
  let form: ComponentFixture<QuestionForm>;
  let changes: ExplainChange[];
  const field = (name: string) =>
    (form.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`#explain-${name}`)!;
  const type = (name: string, text: string) => {
    field(name).value = text;
    field(name).dispatchEvent(new Event('input'));
  };
  const told = async (params: Parameters<typeof readExplain>[0]) => {
    form.componentRef.setInput('view', readExplain(params));
    await pause();
  };

  const pause = async () => {
    form.detectChanges();
    await jest.advanceTimersByTimeAsync(500);
    form.detectChanges();
  };

  afterEach(() => void jest.useRealTimers());
  beforeEach(async () => {
    jest.useFakeTimers();
    changes = [];
    const invoke = () => Promise.resolve({ topics: [] });
    TestBed.configureTestingModule({ providers: [{ provide: Api, useValue: { invoke } }] });
    form = TestBed.createComponent(QuestionForm);
    form.componentRef.setInput('users', ['ann', 'bob', '']);
    form.componentRef.setInput('broker', '2.0');
    form.componentRef.setInput('reported', '2.0');
    form.componentInstance.changed.subscribe((change) => changes.push(change));
    await told({ user: 'ann', topic: 'a/b' });
  });

  it('shows what the address asks', async () => {
    expect([field('user').value, field('client').value, field('topic').value]).toEqual([
      ...['ann', '', 'a/b'],
    ]);
    expect(field('client').placeholder).toBe('ann');
    await told({ user: '', topic: 'x' });
    expect([field('user').value, field('topic').value]).toEqual(['', 'x']);
    expect(changes).toEqual([]);
  });

  it('tells what was typed once one pauses, and takes out what is empty', async () => {
    type('user', 'b');
    type('user', 'bob');
    type('topic', '');
    await pause();
    expect(changes).toEqual([{ user: 'bob', client: null, topic: null }]);
  });

  it('keeps what is being typed when the address follows late', async () => {
    type('topic', 'a/b/c');
    form.componentRef.setInput('view', readExplain({ user: 'ann', topic: 'a/b/' }));
    form.detectChanges();
    expect(field('topic').value).toBe('a/b/c');
    await pause();
    expect(changes.at(-1)).toEqual({ user: 'ann', client: null, topic: 'a/b/c' });
  });

  it('says what is wrong with a topic, by what it is for', async () => {
    await told({ topic: 'a/#' });
    expect(field('topic').getAttribute('aria-invalid')).toBe('true');
    await told({ topic: 'a/#', action: 'subscribe' });
    expect(field('topic').getAttribute('aria-invalid')).toBeNull();
    await told({ topic: 'a/#/b', action: 'subscribe' });
    expect(field('topic').getAttribute('aria-invalid')).toBe('true');
    await told({ topic: 'a/#/b', action: 'login' });
    expect(field('topic').disabled).toBe(true);
  });
});
