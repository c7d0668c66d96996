export { TopicTable } from './topic-table.js';
export type {
  ChangeBatch,
  ChildrenQuery,
  LastMessage,
  TopicChange,
  TopicPage,
  TopicRow,
  TopicTableOptions,
  TrafficCounters,
} from './topic-row.js';
