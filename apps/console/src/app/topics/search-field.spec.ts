import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { type Search, SearchField } from './search-field';

describe('the field that searches', () => {
  let shown: ComponentFixture<SearchField>;
  let searches: Search[];
  const host = () => shown.nativeElement as HTMLElement;
  const field = () => host().querySelector('input')!;
  const pass = async (ms = 0) => {
    shown.detectChanges();
    await jest.advanceTimersByTimeAsync(ms);
    shown.detectChanges();
  };
  const type = async (text: string, ms = 0) => {
    field().value = text;
    field().dispatchEvent(new Event('input'));
    await pass(ms);
  };
  const choose = async (words: string) => {
    const modes = [...host().querySelectorAll<HTMLElement>('[role=radio]')];
    modes.find((mode) => mode.textContent.trim() === words)?.click();
    await pass();
  };
  const enter = () => field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  const clear = () => host().querySelector<HTMLElement>('[aria-label=Clear]')!.click();
  /** What was asked for has arrived in the address. */
  const arrive = async () => {
    shown.componentRef.setInput('search', searches.at(-1));
    await pass();
  };

  afterEach(() => void jest.useRealTimers());
  beforeEach(async () => {
    jest.useFakeTimers();
    searches = [];
    shown = TestBed.createComponent(SearchField);
    shown.componentRef.setInput('search', { text: '' });
    shown.componentInstance.searchChange.subscribe((search) => searches.push(search));
    await pass();
  });

  it('searches once the text has settled, and at once with Enter', async () => {
    await type('run', 200);
    await type('runn', 200);
    expect(searches).toEqual([]);
    await pass(100);
    expect(searches).toEqual([{ text: 'runn' }]);
    await arrive();
    await type('running');
    enter();
    expect(searches).toEqual([{ text: 'runn' }, { text: 'running' }]);
  });

  it('asks with Enter again while the address does not have it', async () => {
    await type('running', 300);
    enter();
    expect(searches).toEqual([{ text: 'running' }, { text: 'running' }]);
    await arrive();
    enter();
    expect(searches).toHaveLength(2);
  });

  it('keeps the mode that was chosen while the text settles, before the address has it', async () => {
    await type('running', 200);
    await choose('Value contains');
    expect(searches).toEqual([{ text: 'running', mode: 'value' }]);
    await pass(300);
    expect(searches.at(-1)).toEqual({ text: 'running', mode: 'value' });
    await arrive();
    await type('running backwards', 300);
    expect(searches.at(-1)).toEqual({ text: 'running backwards', mode: 'value' });
  });

  it('can be cleared before the address has what was chosen', async () => {
    await type('running');
    await choose('Value contains');
    clear();
    expect(searches.at(-1)).toEqual({ text: '' });
    await type('door', 300);
    expect(searches.at(-1)).toEqual({ text: 'door' });
  });
});
