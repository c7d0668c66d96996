import { type AclLine, textOf } from '#domain/mosquitto';
import type { CodeToken } from '../ui/code-rows';

const ACCESS = /^(read|write|readwrite|deny)( +)(?=[^ ])/;

/** A line in its parts, without its line end. */
export function aclTokens(line: AclLine): readonly CodeToken[] {
  const text = textOf(line.raw).replace(/\r?\n$/, '');
  if (line.kind === 'comment') return [{ kind: 'comment', text }];
  if (line.kind === 'blank' || line.kind === 'invalid') return [{ kind: 'plain', text }];
  const [whole = '', before = '', keyword = '', space = ''] =
    /^( *)(user|topic|pattern)([ \t]+)/.exec(text) ?? [];
  const rest = text.slice(whole.length);
  const [access = '', word = '', gap = ''] = (line.kind !== 'user' && ACCESS.exec(rest)) || [];
  const tokens: readonly CodeToken[] = [
    { kind: 'plain', text: before },
    { kind: 'key', text: keyword },
    { kind: 'plain', text: space },
    { kind: 'word', text: word },
    { kind: 'plain', text: gap },
    { kind: 'topic', text: rest.slice(access.length) },
  ];
  return tokens.filter((token) => token.text !== '');
}
