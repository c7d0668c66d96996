import { describe, expect, it } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ApiToken } from '../api/models';
import { Clock } from '../ui/clock';
import { TokenList } from './token-list';

const NOW = Date.parse('2026-11-23T14:20:31Z');
const before = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
const grafana: ApiToken = {
  id: 1,
  name: 'grafana',
  role: 'viewer',
  createdAt: before(2),
  expiresAt: before(-88.5),
};
const backup: ApiToken = {
  id: 2,
  name: 'backup',
  role: 'operator',
  createdAt: before(30),
  expiresAt: before(1),
  lastUsedAt: before(3),
};

describe('TokenList', () => {
  it('says of each token what it may do and until when, and asks to revoke it', async () => {
    TestBed.configureTestingModule({
      providers: [{ provide: Clock, useValue: { now: signal(NOW) } }],
    });
    const shown = TestBed.createComponent(TokenList);
    shown.componentRef.setInput('label', 'Your API tokens');
    shown.componentRef.setInput('tokens', [grafana, backup]);
    await shown.whenStable();

    const element = shown.nativeElement as HTMLElement;
    const rows = [...element.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) =>
        (cell.querySelector('.name') ?? cell).textContent.trim(),
      ),
    );
    expect(rows).toEqual([
      ['grafana', 'viewer', '2 d ago', 'not yet', 'in 89 d', 'Revoke'],
      ['backup', 'operator', '30 d ago', '3 d ago', 'expired', 'Revoke'],
    ]);

    const asked: ApiToken[] = [];
    shown.componentInstance.revoke.subscribe((token) => asked.push(token));
    element.querySelectorAll('button')[1]?.click();
    expect(asked).toEqual([backup]);
  });
});
