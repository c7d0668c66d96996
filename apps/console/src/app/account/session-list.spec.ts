import { beforeEach, describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { Session } from '../api/models';
import { Clock } from '../ui/clock';
import { SessionList } from './session-list';

const NOW = Date.parse('2026-11-23T14:20:31Z');
const before = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const mine: Session = {
  id: 'a',
  createdAt: before(185),
  expiresAt: before(-1255),
  lastUsedAt: before(0),
  address: '10.0.7.20',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  current: true,
};
const other: Session = { ...mine, id: 'b', current: false, lastUsedAt: before(25) };
const never: Session = {
  id: 'c',
  createdAt: before(1),
  expiresAt: before(-60),
  current: false,
};

describe('SessionList', () => {
  let shown: ComponentFixture<SessionList>;
  const rows = () =>
    [...(shown.nativeElement as HTMLElement).querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) =>
        (cell.querySelector('.browser') ?? cell).textContent.replaceAll(/\s+/g, ' ').trim(),
      ),
    );

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [{ provide: Clock, useValue: { now: signal(NOW) } }],
    });
    shown = TestBed.createComponent(SessionList);
    shown.componentRef.setInput('label', 'Your sessions');
    shown.componentRef.setInput('sessions', [mine, other, never]);
    await shown.whenStable();
  });

  it('says of each session what it is, where from, since when and until when', () => {
    const told = ['10.0.7.20', '3 h 5 min ago'];
    expect(rows()).toEqual([
      ['Firefox 145 on Linux this one', ...told, 'now', 'in 20 h 55 min', ''],
      ['Firefox 145 on Linux', ...told, '25 min ago', 'in 20 h 55 min', 'End'],
      ['Did not say what it is', '–', '1 min ago', 'not yet', 'in 1 h', 'End'],
    ]);
  });

  it('asks to end any but this one', () => {
    const asked: Session[] = [];
    shown.componentInstance.end.subscribe((session) => asked.push(session));
    const element = shown.nativeElement as HTMLElement;
    for (const button of element.querySelectorAll('button')) button.click();
    expect(asked).toEqual([other, never]);
  });
});
