import fc from 'fast-check';
import type { Policy } from '#domain/access';
import { brokerVersion, bytesOf, parseAclFile } from '#domain/mosquitto';

const words = ['a', 'b', 'c', '%u', '$SYS'];
const level = fc.constantFrom(...words, '+', '+');
const path = fc.array(level, { minLength: 1, maxLength: 3 }).map((levels) => levels.join('/'));
export const anyFilter = fc.oneof(
  path,
  path.map((start) => `${start}/#`),
  fc.constantFrom('#', '+/#'),
);
const line = fc
  .tuple(
    fc.constantFrom('topic', 'topic', 'pattern'),
    fc.constantFrom('read', 'read', 'deny', 'deny', 'write'),
    anyFilter,
  )
  .map((parts) => parts.join(' '));
const lines = fc.array(line, { maxLength: 6 });

/** The policy of an acl_file with a section for ann. */
function filePolicy(acl: readonly string[]): Policy {
  const broker = brokerVersion('2.0');
  if (!broker) throw new Error('2.0 is not known');
  const aclFile = parseAclFile(bytesOf(['user ann', ...acl, ''].join('\n')));
  return { broker, allowAnonymous: true, aclFile };
}

/** Two acl_files, mostly with lines in common. */
export const pairsOfPolicies = fc
  .tuple(lines, lines, lines, lines)
  .map<[Policy, Policy]>(([start, old, now, end]) => [
    filePolicy([...start, ...old, ...end]),
    filePolicy([...start, ...now, ...end]),
  ]);

/** Every topic of up to three levels of the words, and of one that stands nowhere. */
export const ALL_TOPICS: readonly string[] = (() => {
  const levels = ['a', 'b', 'c', 'ann', '$SYS', 'elsewhere'];
  const two = levels.flatMap((one) => levels.map((other) => `${one}/${other}`));
  const three = two.flatMap((start) => levels.map((one) => `${start}/${one}`));
  const four = levels.map((one) => `${one}/elsewhere/elsewhere/elsewhere`);
  return [...levels, ...two, ...three, ...four];
})();
