export { connackReason } from './connack-reason.js';
export { FilterTrie } from './filter-trie.js';
export { readProperties, type MessageProperties } from './message-properties.js';
export { covers, matches, overlaps } from './topic-filter.js';
export { filterProblem, textProblem, topicNameProblem } from './topic-validity.js';
