export { inflate } from './inflate.js';
export type {
  MetricsPage,
  MetricsQuery,
  NodesPage,
  NodesQuery,
  SparkplugDevice,
  SparkplugGroup,
  SparkplugLife,
  SparkplugMetric,
  SparkplugNode,
  SparkplugNodeDetail,
  SparkplugNodePast,
  SparkplugNodeState,
  SparkplugTick,
} from './port.js';
export {
  SparkplugUnavailable,
  startSparkplug,
  type Sparkplug,
  type SparkplugOptions,
} from './sparkplug-thread.js';
