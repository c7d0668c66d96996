import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { CodeField } from './code-field';

describe('CodeField', () => {
  let shown: ComponentFixture<CodeField>;
  let complete: number;
  const field = () => (shown.nativeElement as HTMLElement).querySelector('input')!;
  const type = async (text: string) => {
    field().value = text;
    field().dispatchEvent(new Event('input'));
    await shown.whenStable();
  };

  beforeEach(async () => {
    shown = TestBed.createComponent(CodeField);
    shown.componentRef.setInput('fieldId', 'code');
    complete = 0;
    shown.componentInstance.complete.subscribe(() => (complete += 1));
    await shown.whenStable();
  });

  it('is complete with the sixth digit, once', async () => {
    await type('40721');
    expect(complete).toBe(0);
    await type('407216');
    expect(shown.componentInstance.value()).toBe('407216');
    expect(complete).toBe(1);
    await type('4072167');
    expect(field().value).toBe('407216');
    expect(complete).toBe(1);
  });

  it('takes a code as it was copied', async () => {
    await type(' 407 216\n');
    expect(field().value).toBe('407216');
    expect(complete).toBe(1);
  });

  it('takes no letters', async () => {
    await type('4o7');
    expect(field().value).toBe('47');
  });

  it('shows which digits the next one replaces', async () => {
    await type('407216');
    field().setSelectionRange(0, 6);
    field().dispatchEvent(new Event('select'));
    await shown.whenStable();
    const boxes = () => (shown.nativeElement as HTMLElement).querySelectorAll('.chosen').length;
    expect(boxes()).toBe(6);
    await type('1');
    expect(boxes()).toBe(0);
  });
});
