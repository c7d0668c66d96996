export { startObserver, type Observer, type ObserverOptions } from './observer.js';
export { ObserverUnavailable } from './questions.js';
export { reachBroker, type Reached } from './reach-broker.js';
export type {
  BrokerTarget,
  BusyTopic,
  ChildrenQuery,
  ConnectionState,
  LogEntry,
  ObservedTopic,
  ObservedTopicDetail,
  ObservedTopicPage,
  ObservedValue,
  ObserverSnapshot,
  ObserverTick,
  SysFigure,
  TopicMessage,
  TrafficPoint,
} from './snapshot.js';
