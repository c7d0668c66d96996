import { describe, expect, it } from '@jest/globals';
import { compile } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';
import { cellWords, matrixCells } from './matrix-cells';

const compiled = (text: string) =>
  compile({
    ...{ broker: brokerVersion('2.0')!, allowAnonymous: true },
    aclFile: parseAclFile(bytesOf(text)),
  });
const ACL = 'topic read a\nuser bob\ntopic readwrite a\ntopic deny b\npattern write %c/x\n';

describe('the cells of the matrix', () => {
  it('tell what is allowed, what nothing allows, and what a rule denies', () => {
    const cells = matrixCells(compiled(ACL), undefined, ['bob', ''], ['a', 'b', 'bob/x']);
    expect(cells).toEqual([
      [
        { receive: 'yes', publish: 'yes', changed: [] },
        { receive: 'yes', publish: 'no', changed: [] },
      ],
      [
        { receive: 'denied', publish: 'denied', changed: [] },
        { receive: 'no', publish: 'no', changed: [] },
      ],
      [
        { receive: 'no', publish: 'yes', changed: [] },
        { receive: 'no', publish: 'no', changed: [] },
      ],
    ]);
  });

  it('tell what a draft changes', () => {
    const draft = compiled('user bob\ntopic write a\ntopic read b\n');
    const [a, b] = matrixCells(draft, compiled(ACL), ['bob'], ['a', 'b']).map((row) => row[0]!);
    expect(a).toEqual({ receive: 'no', publish: 'yes', changed: ['receive'] });
    expect(b).toEqual({ receive: 'yes', publish: 'no', changed: ['receive'] });
    expect(cellWords('bob', 'a', a!)).toBe(
      'bob on a: may not receive, which the draft changes, may publish',
    );
  });

  it('say what denies', () => {
    const [[cell]] = matrixCells(compiled(ACL), undefined, ['bob'], ['b']) as [[never]];
    expect(cellWords('', 'b', cell)).toBe(
      'anonymous on b: may not receive by a rule that denies, may not publish by a rule that denies',
    );
  });
});
