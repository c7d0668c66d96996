import { aclStatement, type AclStatement } from './acl-line.js';
import { bytesOf } from './text.js';

/** What can be written as a line. */
export type WritableAclStatement = Extract<
  AclStatement,
  { readonly kind: 'user' | 'topic' | 'pattern' }
>;

/**
 * The line, without its end, that says this. The word for the access stands there even where it is `readwrite`: without
 * it a topic with spaces, or one called `read`, would be read as something else. See {@link whyUnwritable}.
 */
export function printAclStatement(statement: WritableAclStatement): string {
  if (statement.kind === 'user') return `user ${statement.name}`;
  const { kind, access, filter } = statement;
  // White space after the access does not count, but without any access all but spaces does.
  const isBare = access === 'readwrite' && /^[\t\v\f\r]/.test(filter);
  return isBare ? `${kind} ${filter}` : `${kind} ${access} ${filter}`;
}

/** Why no line of an acl_file says this, as a sentence; nothing when {@link printAclStatement} makes one. */
export function whyUnwritable(statement: WritableAclStatement): string | undefined {
  const isUser = statement.kind === 'user';
  const [what, text] = isUser
    ? ['The name of a user', statement.name]
    : ['A topic', statement.filter];
  if (text === '') return `${what} is not empty.`;
  if (/[\n\0]/.test(text)) return `${what} has no line feed and no NUL character in an acl_file.`;
  const read = aclStatement(bytesOf(printAclStatement(statement)), 1);
  if (read.kind === 'invalid') return read.problem.reason;
  const isSame = isUser
    ? read.kind === 'user' && read.name === text
    : 'filter' in read && read.access === statement.access && read.filter === text;
  return isSame ? undefined : `${what} neither begins nor ends with white space in an acl_file.`;
}
