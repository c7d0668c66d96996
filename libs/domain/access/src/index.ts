export { aclSections, type AclRule, type AclSections } from './acl-file-tests.js';
export { changedTests } from './changed-tests.js';
export { holds } from './condition.js';
export { compile, type CompiledPolicy } from './compile.js';
export { decisionList } from './decide.js';
export type { Decision } from './decisions.js';
export type { Condition, DecisionList, Test } from './decision-list.js';
export { explain } from './explain.js';
export type { FlipCount, FlipGroup } from './flip-groups.js';
export {
  impact,
  impactSteps,
  type AffectedClient,
  type Flipped,
  type Impact,
  type LoginFlip,
} from './impact.js';
export { matrix, MAY_PUBLISH, MAY_RECEIVE } from './matrix.js';
export type { Explanation, Question, Step } from './explanation.js';
export { lint, type LintScope } from './lint.js';
export { LINT_RULES, type Finding, type LintedFile, type LintRule } from './lint-finding.js';
export { consequenceOf } from './lint-problems.js';
export {
  TOPIC_ACTIONS,
  type Action,
  type Client,
  type Policy,
  type TopicAction,
} from './policy.js';
export { rulingKey, type BrokerRule, type DefaultType, type Ruling } from './ruling.js';
export { becauseOf, clientSees, rulingText } from './say.js';
