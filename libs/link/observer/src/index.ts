export { backoffDelay } from './backoff.js';
export { describeFailure, explainFailure, outcomeOf, type Failure } from './failure.js';
export { addressOf, codeOf, explainSocketError, type Explanation } from './socket-error.js';
export type { FedMessage, FeedBatch, FeedSkips } from './feed-batch.js';
export { FeedReader } from './feed-reader.js';
export type { FeedName } from './feeds.js';
export { openSession } from './session.js';
export { openSocket } from './open-socket.js';
export { TappedSocket } from './tapped-socket.js';
export { nextPlan, versionOf, type VersionPlan } from './version-plan.js';
export type { MessageSink } from './publish-tap.js';
export { startObserver, type Observer, type ObserverOptions } from './observer.js';
export { ObserverUnavailable, Questions } from './questions.js';
export { reachBroker, type Reached } from './reach-broker.js';
export { topicId } from './topic-id.js';
export type {
  BrokerTarget,
  BusyTopic,
  ChildrenQuery,
  ConnectionState,
  FoundTopicPage,
  Gap,
  LogEntry,
  NamesQuery,
  ObservedMessage,
  ObservedTopic,
  ObservedTopicPage,
  ObservedValue,
  ObserverSnapshot,
  ObserverTick,
  SysFigure,
  TopicMessage,
  TopicNamesPage,
  TopicSearch,
  TrafficPoint,
} from './snapshot.js';
