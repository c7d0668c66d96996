import { beforeEach, describe, expect, it } from '@jest/globals';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Rows } from './rows';

@Component({
  selector: 'mcm-some-rows',
  imports: [Rows],
  template: `
    <table>
      <tbody mcmRows>
        @for (name of names; track name) {
          <tr>
            <td>
              <a href="#" [attr.data-row]="name" (click)="follow($event, name)">{{ name }}</a>
            </td>
            <td class="more">more</td>
            <td><button type="button">act</button></td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
class SomeRows {
  readonly names = ['a', 'b', 'c'];
  readonly followed: string[] = [];
  follow(event: Event, name: string): void {
    event.preventDefault();
    this.followed.push(name);
  }
}

describe('rows that are links', () => {
  let host: HTMLElement;
  let rows: SomeRows;
  const all = (selector: string) => [...host.querySelectorAll<HTMLElement>(selector)];
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );

  beforeEach(() => {
    const fixture = TestBed.createComponent(SomeRows);
    fixture.detectChanges();
    host = fixture.nativeElement as HTMLElement;
    document.body.append(host);
    rows = fixture.componentInstance;
  });

  it('are walked with the arrow keys, and no further than their ends', () => {
    all('a')[0]?.focus();
    const told = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'Home', 'ArrowUp'].map(
      (key) => {
        press(key);
        return document.activeElement?.textContent;
      },
    );
    expect(told).toEqual(['b', 'c', 'c', 'b', 'c', 'a', 'a']);
  });

  it('are followed by a click anywhere in them', () => {
    all('.more')[1]?.click();
    expect(rows.followed).toEqual(['b']);
    all('a')[2]?.click();
    expect(rows.followed).toEqual(['b', 'c']);
  });

  it('leave a click on a button to the button', () => {
    all('button')[0]?.click();
    expect(rows.followed).toEqual([]);
  });
});
