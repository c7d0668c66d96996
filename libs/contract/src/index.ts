export { APPLY_STATES, APPLY_STEPS, type ApplyState, type ApplyStep } from './access.js';
export {
  AUDIT_ACTIONS,
  AUDIT_RESULTS,
  type AuditAction,
  type AuditResult,
  type Change,
} from './audit.js';
export { KEPT_GAPS } from './gaps.js';
export { JSON_SCHEMA_DRAFTS } from './json-schema.js';
export { atLeast, ROLES, type Role, type RoleFloor } from './role.js';
export { PROBLEMS, type ProblemDetails, type ProblemKind } from './problem.js';
export {
  SECURITY_CATEGORIES,
  SECURITY_EVENTS,
  type AccessFailure,
  type SecurityCategory,
  type SecurityReason,
} from './security-event.js';
export {
  LOG_SEVERITIES,
  STREAM_BEARER_PREFIX,
  STREAM_CLOSE,
  STREAM_LIMITS,
  STREAM_PATH,
  STREAM_PROTOCOL,
  type AccessApplyEvent,
  type AccessChangedEvent,
  type AccessDraftChangedEvent,
  type AccessDriftEvent,
  type SchemaVerdictEvent,
  type AlertsChangedEvent,
  type BrokerConnection,
  type BrokerLogEvent,
  type BrokerStatusEvent,
  type LaggedEvent,
  type LogSeverity,
  type PayloadFormat,
  type SparkplugChangedEvent,
  type StreamEvent,
  type TopicMessageEvent,
  type WatchFrame,
} from './stream.js';
export {
  DELIVERY_STATES,
  WEBHOOK_SOURCES,
  WEBHOOK_TYPES,
  type DeliveryState,
  type WebhookBody,
  type WebhookContent,
  type WebhookInstance,
  type WebhookSource,
  type WebhookType,
} from './webhook.js';
