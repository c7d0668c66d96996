import { RULE_KINDS, SEVERITIES } from '#domain/alert';
import { WEBHOOK_SOURCES, WEBHOOK_TYPES } from '#contract';

const TIME = { type: 'string', format: 'date-time' } as const;
const LABELS = { type: 'object', additionalProperties: { type: 'string' } } as const;
const SEVERITY = { enum: SEVERITIES } as const;

/**
 * The published form of a webhook's body: docs/webhook-v1.schema.json is this very document. What is added to
 * version 1 later is optional: receivers leave alone what they do not know.
 */
export const WEBHOOK_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:mcm:webhook:v1',
  title: 'Webhook of MCM, version 1',
  description: 'What MCM posts when an alert fires, is resolved, or fires still; and as a test.',
  type: 'object',
  required: ['version', 'id', 'type', 'timestamp', 'severity', 'source', 'message', 'observedAt'],
  properties: {
    version: { const: 1 },
    id: {
      type: 'string',
      format: 'uuid',
      description:
        'Of the delivery: X-MCM-Delivery. The same in each attempt: leave out what you know.',
    },
    type: { enum: WEBHOOK_TYPES, description: 'X-MCM-Event.' },
    timestamp: {
      type: 'integer',
      minimum: 0,
      description: 'Of this attempt, in seconds since 1970: X-MCM-Timestamp. Refuse what is old.',
    },
    severity: SEVERITY,
    source: { enum: WEBHOOK_SOURCES, description: 'What the rule looks at.' },
    message: { type: 'string', description: 'A sentence for people.' },
    observedAt: { ...TIME, description: 'When it was noticed.' },
    rule: {
      type: 'object',
      required: ['id', 'name', 'kind', 'severity', 'labels'],
      properties: {
        id: { type: 'integer', minimum: 1 },
        name: { type: 'string' },
        description: { type: 'string' },
        kind: { enum: RULE_KINDS },
        severity: SEVERITY,
        labels: LABELS,
      },
    },
    instances: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['labels', 'state', 'incident', 'text', 'since'],
        properties: {
          labels: { ...LABELS, description: 'Of the rule and of the instance.' },
          state: { enum: ['firing', 'resolved'] },
          incident: {
            type: 'string',
            description: 'The same from firing to resolved, and in reminders.',
          },
          value: { type: 'number' },
          text: { type: 'string' },
          since: { ...TIME, description: 'Since when the condition was seen to hold.' },
        },
      },
    },
    startedAt: { ...TIME, description: 'When the first of the instances began to fire.' },
    resolvedAt: { ...TIME, description: 'When the last of the instances was resolved.' },
    incidents: { type: 'array', minItems: 1, items: { type: 'string' } },
  },
  if: { properties: { type: { const: 'test' } } },
  else: { required: ['rule', 'instances', 'startedAt', 'incidents'] },
} as const;
