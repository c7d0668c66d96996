export { askTrial, TrialFailed } from './ask-trial.js';
export {
  Judge,
  type CountsChange,
  type JudgeTick,
  type TopicChange,
  type WantedSchema,
} from './judge.js';
export type { Example, Tried, TrialFaults, TrialMessage, TrialResult, Trials } from './port.js';
export type { SchemaCounts, SkippedCounts, TopicCounts } from './tally.js';
