export { connackReason } from './connack-reason.js';
export { covers, matches, overlaps } from './topic-filter.js';
export { filterProblem, topicNameProblem } from './topic-validity.js';
