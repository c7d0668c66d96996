import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Failure } from '../ui/failure';
import { MOST_BYTES } from './schema-draft';
import { isOfDocument, SchemaWriting } from './schema-writing';

const refusal = (faults: Readonly<Record<string, string>>): Failure => ({
  ...{ title: 'Not valid', detail: '', status: 400, kind: 'validation-failed' },
  faults: new Map(Object.entries(faults)),
});

describe('the document that is being written', () => {
  let writing: SchemaWriting;
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [SchemaWriting] });
    writing = TestBed.inject(SchemaWriting);
    writing.change({ text: '{\n  "type": "nothing",\n  "minimum": "x"\n}' });
  });

  it('is sent while nothing is known against it', () => {
    expect(writing.faults()).toEqual([]);
    expect(writing.document()).toEqual({ value: { type: 'nothing', minimum: 'x' } });
    expect(writing.target()).toBeUndefined();
  });

  it('is not sent while it is no JSON: the line is gone to', () => {
    writing.change({ text: '{\n  "type" 7\n}' });
    expect(writing.document()).toBeUndefined();
    expect(writing.target()).toEqual({ line: 2 });
    expect([...writing.notes()]).toEqual([
      [2, { kind: 'fault', text: 'After a name stands a colon.' }],
    ]);
  });

  it('is not sent when it is too large', () => {
    writing.change({ text: JSON.stringify('x'.repeat(MOST_BYTES)) });
    expect(writing.document()).toBeUndefined();
    expect(writing.faults()).toMatchObject([{ line: 1 }]);
  });

  it('shows at its lines what the server has against it, until the text is another', () => {
    const told = { '/document/minimum': 'must be a number', '/document/type': 'unknown' };
    expect(writing.hear(refusal(told))).toBe(true);
    expect(writing.faults()).toEqual([
      { line: 3, text: 'must be a number' },
      { line: 2, text: 'unknown' },
    ]);
    expect(writing.target()).toEqual({ line: 3 });
    // The server may have learned something since.
    expect(writing.document()).toBeDefined();
    writing.change({ name: 'Ovens' });
    expect(writing.faults()).toHaveLength(2);
    writing.change({ text: '{}' });
    expect(writing.faults()).toEqual([]);
  });

  it('hears nothing in what is said of the fields', () => {
    expect(writing.hear(refusal({ '/name': 'too long' }))).toBe(false);
    expect(writing.hear(undefined)).toBe(false);
    expect([isOfDocument('/document'), isOfDocument('/documents')]).toEqual([true, false]);
  });
});
