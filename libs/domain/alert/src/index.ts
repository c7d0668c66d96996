export { labelFaults } from './check-labels.js';
export { checkRule } from './check-rule.js';
export type { Fault } from './fault.js';
export {
  NOTICE_EVENTS,
  RESOLUTIONS,
  type Notice,
  type NoticeEvent,
  type Resolution,
  type Transition,
} from './notice.js';
export type { Holds, Reading, Sample } from './reading.js';
export { replay, type Stretch, type Timeline, type WouldHaveFired } from './replay.js';
export {
  isAtLeast,
  LOGIN_DOORS,
  RULE_KINDS,
  SEVERITIES,
  type AlertCondition,
  type AlertRule,
  type Labels,
  type LoginDoor,
  type RuleKind,
  type Severity,
} from './rule.js';
export { judgeSilence } from './silence.js';
export {
  keyOf,
  MOST_INSTANCES,
  NOTHING_ACTIVE,
  type ActiveInstance,
  type AlertState,
  type FiringInstance,
} from './state.js';
export { close, step, type Step } from './step.js';
export { judge } from './threshold.js';
export {
  checkWindow,
  isHeldBack,
  WEEKDAYS,
  type MaintenanceWindow,
  type Weekday,
} from './window.js';
