import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokerVersion, parseAclFile, parseDynsecState } from '#domain/mosquitto';
import { aclBytes, aclCases, withoutLine } from '../test/acl-arbitraries.js';
import { search, SEARCHES_LONG } from '../test/search.js';
import { ACL_KINDS, ROLE_KINDS, Tally } from '../test/tally.js';
import {
  dynsecCases,
  dynsecQuestionOf,
  stateBytes,
  type DynsecCase,
  type RoleJson,
} from '../test/dynsec-arbitraries.js';
import { explain } from './explain.js';
import type { Explanation, Question } from './explanation.js';
import type { Policy } from './policy.js';
import { rulingKey, type Ruling } from './ruling.js';
import { questionOf } from '../test/topic-arbitraries.js';

const RUNS = SEARCHES_LONG ? 2_000 : 60;
const VERSIONS = ['2.0.11', '2.0.22', '2.1.2'];

type RoleRuling = Extract<Ruling, { kind: 'role-acl' | 'role-wildcards' }>;
/** Makes the policy in which a rule is not there. */
type TakeOut = (by: Ruling) => Policy;

describe('an explanation by an acl_file', () => {
  it.each(VERSIONS)('names what decides once the line is gone, in %s', async (version) => {
    const tally = new Tally();
    const property = fc.property(aclCases(60), ({ lines, clients, questions }) => {
      const policyOf = (all: readonly string[]): Policy => ({
        broker: brokerVersion(version)!,
        allowAnonymous: true,
        aclFile: parseAclFile(aclBytes(all, [])),
      });
      const asked = questions.map((template) => questionOf(clients, template));
      const takeOut: TakeOut = (by) =>
        policyOf(by.kind === 'acl-line' ? withoutLine(lines, by.line) : lines);
      expect(faults(policyOf(lines), asked, { takeOut, tally })).toEqual([]);
    });
    await search(property, RUNS, () => tally.rarerThan(10, ACL_KINDS));
  });
});

describe('an explanation by the plugin', () => {
  it.each(VERSIONS)('names what decides once the entry is gone, in %s', async (version) => {
    const tally = new Tally();
    const broker = brokerVersion(version)!;
    const property = fc.property(dynsecCases(60), (one) => {
      const aclFile = one.aclLines && parseAclFile(aclBytes(one.aclLines, []));
      const policyOf = (state: DynsecCase['state']): Policy => ({
        broker,
        allowAnonymous: true,
        dynsec: parseDynsecState(stateBytes({ ...one, state }, [])),
        ...(aclFile && { aclFile }),
      });
      const asked = one.questions.map((template) => dynsecQuestionOf(one.clients, template));
      const takeOut: TakeOut = (by) => {
        if (by.kind === 'acl-line')
          return {
            ...policyOf(one.state),
            aclFile: parseAclFile(aclBytes(withoutLine(one.aclLines!, by.line), [])),
          };
        const lastWins = broker.repeatedAcl === 'both';
        return policyOf({
          ...one.state,
          roles: withoutEntry(one.state.roles, by as RoleRuling, lastWins),
        });
      };
      expect(faults(policyOf(one.state), asked, { takeOut, tally })).toEqual([]);
    });
    const more = broker.pluginForbidsWildcards ? ['role without wildcards'] : [];
    await search(property, RUNS, () => tally.rarerThan(1, [...ROLE_KINDS, ...more]));
  });
});

/** What is wrong with the explanations of these questions; nothing, if all is well. */
function faults(
  policy: Policy,
  asked: readonly Question[],
  { takeOut, tally }: { readonly takeOut: TakeOut; readonly tally: Tally },
): object[] {
  const changed = new Map<string, Policy>();
  return asked.flatMap((question): object[] => {
    const explained = explain(policy, question);
    const { because, otherwise } = explained;
    tally.count(explained);
    const incoherent = isCoherent(explained) ? [] : [{ question, explained }];
    if (because.kind === 'broker' || because.kind === 'dynsec-default') {
      return otherwise === undefined ? incoherent : [...incoherent, { question, otherwise }];
    }
    const key = rulingKey(because);
    const then = changed.get(key) ?? takeOut(because);
    changed.set(key, then);
    const { allowed, because: by } = explain(then, question);
    const isAsSaid = allowed === otherwise?.allowed && named(by) === named(otherwise.by);
    return isAsSaid ? incoherent : [...incoherent, { question, because, otherwise, by, allowed }];
  });
}

/** Lines of a state move when something before them changes; all else of a ruling stays. */
function named(by: Ruling): string {
  return JSON.stringify(
    by.kind === 'role-acl' || by.kind === 'role-wildcards' ? { ...by, line: 0 } : by,
  );
}

/** Whether the trail tells of the same decision, and of others only that they were passed by or come later. */
function isCoherent({ because, allowed, trail }: Explanation): boolean {
  const outcomes = trail.map(({ outcome }) => outcome);
  const at = outcomes.indexOf('decides');
  const before = outcomes.slice(0, at);
  const after = outcomes.slice(at + 1);
  return (
    trail[at]?.by === because &&
    before.every((outcome) => outcome === 'no-match' || outcome === 'other-action') &&
    after.every((outcome) => /^would-|^not-tried$/.test(outcome)) &&
    (because.kind !== 'acl-line' || allowed === (because.access !== 'deny')) &&
    // A faulty filter can make an entry deny that says allow, never the other way round.
    (because.kind !== 'role-acl' || because.allow || !allowed)
  );
}

/** Another entry in its place that is about nothing, so that the others keep their numbers. */
function withoutEntry(roles: readonly RoleJson[], by: RoleRuling, lastWins: boolean): RoleJson[] {
  const sameName = roles.filter(({ rolename }) => rolename === by.role);
  const meant = lastWins ? sameName.at(-1) : sameName[0];
  return roles.map((role) => {
    if (role !== meant) return role;
    if (by.kind === 'role-wildcards') return { ...role, allowwildcardsubs: true };
    const counted = role.acls.filter(({ topic }) => topic !== '');
    return { ...role, acls: role.acls.map((acl) => (acl === counted[by.entry - 1] ? INERT : acl)) };
  });
}

const INERT = { acltype: 'unsubscribeLiteral', topic: 'nothing', priority: 0, allow: false };
