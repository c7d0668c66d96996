export { TopicTable } from './topic-table.js';
export type { Search } from './topic-search.js';
export {
  TOPIC_SORTS,
  type ChangeBatch,
  type ChildrenQuery,
  type FeedSink,
  type FoundTopics,
  type HeldMessage,
  type HistoryQuery,
  type LastMessage,
  type LastPayload,
  type TopicChange,
  type TopicHistory,
  type TopicPage,
  type TopicRow,
  type TopicSearch,
  type TopicSeen,
  type TopicSort,
  type TopicTableOptions,
  type TrafficCounters,
} from './topic-row.js';
