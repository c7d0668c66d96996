import { describe, expect, it } from '@jest/globals';
import { explain, type Action } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import type { CodeRow } from '../ui/code-rows';
import { aclRows, lineMarks } from './acl-rows';

const TEXT = `topic read public/#

user plc
topic readwrite line1/#
topic read line2/#

# Dashboards
user nodered
topic readwrite line2/#
topic deny line2/+/cmd/#

user scada
topic read #

# Every sensor
pattern readwrite sensor/%c/#
`;

const file = (text = TEXT) => parseAclFile(bytesOf(text));
const asked = (username: string, topic: string, action: Action = 'publish') => {
  const broker = brokerVersion('2.0')!;
  return explain(
    { broker, allowAnonymous: true, aclFile: file() },
    { client: { username, clientId: username }, action, topic },
  );
};
const none = { marks: new Map(), unfolded: new Set<number>() };
const told = (rows: readonly CodeRow[]) =>
  rows.map((row) =>
    row.kind === 'fold' ? `${row.from}–${row.to}` : row.kind === 'line' ? row.number : 'head',
  );

describe('an acl_file as it concerns a user', () => {
  it('folds what is for others, with a comment kept by what it stands above', () => {
    expect(told(aclRows(file(), 'nodered', none))).toEqual([
      ...['1–6', 7, 8, 9, 10, '11–14', 15, 16],
    ]);
  });

  it('has for clients without a username the lines before the first user', () => {
    expect(told(aclRows(file(), '', none))).toEqual([1, '2–14', 15, 16]);
  });

  it('has for a user without a section the patterns', () => {
    expect(told(aclRows(file(), 'nobody', none))).toEqual(['1–14', 15, 16]);
  });

  it('shows a fold that was opened, a line one goes to, and what is marked', () => {
    const rows = told(aclRows(file(), 'nodered', { ...none, unfolded: new Set([1]) }));
    expect(rows.slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    // What is left beside it is too little for a fold.
    expect(told(aclRows(file(), 'nodered', { ...none, shown: 12 })).slice(5)).toEqual([
      ...[11, 12, 13, 14, 15, 16],
    ]);
    const marks = new Map([[4, { kind: 'fault' as const, text: '' }]]);
    expect(told(aclRows(file(), 'nobody', { ...none, marks }))).toEqual(['1–3', 4, '5–14', 15, 16]);
  });

  it('is the whole file when it is for nobody in particular', () => {
    expect(aclRows(file(), undefined, none)).toHaveLength(16);
  });

  it('folds no two lines', () => {
    expect(told(aclRows(file('user a\ntopic a\nuser b\ntopic b\n'), 'a', none))).toEqual([
      ...[1, 2, 3, 4],
    ]);
  });
});

describe('what stands beside a line', () => {
  const marks = (...question: Parameters<typeof asked>) =>
    Object.fromEntries(
      [...lineMarks(file(), asked(...question))].map(([line, { text }]) => [line, text]),
    );

  it('is what it did about the question', () => {
    expect(marks('nodered', 'line2/filler/cmd/speed')).toEqual({
      9: 'would allow, never reached',
      10: 'decides: deny',
      16: 'pattern, not tried',
    });
  });

  it('is that it gives something else', () => {
    expect(marks('plc', 'line2/a')).toEqual({ 5: 'matches, but is about something else' });
  });

  it('is nothing where no line has to do with it', () => {
    expect(marks('plc', 'line3/a')).toEqual({});
  });

  it('is the first sentence of what is wrong with it', () => {
    const faulty = file('topic raed a/#\n');
    expect(lineMarks(faulty, undefined).get(1)).toEqual({
      kind: 'fault',
      text: '"raed" is no kind of access.',
    });
  });
});
