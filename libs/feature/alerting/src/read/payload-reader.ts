import { Injectable } from '@nestjs/common';
import type { AlertCondition, Reading, Sample } from '#domain/alert';
import { BrokerService } from '#feature/broker';
import { SchemasService } from '#feature/schemas';
import { SparkplugService } from '#feature/sparkplug';
import { timestamp } from '#platform';
import { unseenAsUnknown, type Asked } from './asked.js';

const MINUTE_MS = 60_000;

type OfNodes = Extract<AlertCondition, { kind: 'sparkplug_node_dead' }>;

/** Whether a condition is about this node. */
export const isAbout = (
  { group, node }: OfNodes,
  one: { readonly group: string; readonly node: string },
): boolean =>
  (group === undefined || group === one.group) && (node === undefined || node === one.node);

/** Reads what became of payloads: judged by schemas, and told of by Sparkplug nodes. */
@Injectable()
export class PayloadReader {
  constructor(
    private readonly broker: BrokerService,
    private readonly schemas: SchemasService,
    private readonly sparkplug: SparkplugService,
  ) {}

  /** A schema that was deleted is gone; one that is disabled judges nothing, and violates nothing. */
  violations({ condition, at }: Asked<'schema_violations'>): Reading {
    const { schemaId, perMinute } = condition;
    const isWhole = this.hasHeardFor(MINUTE_MS, at);
    const samples = this.schemas
      .violationRates()
      .filter(({ id }) => schemaId === undefined || schemaId === id)
      .map(({ name, violationsPerMinute: value }): Sample => {
        const text = `${value} violations of ${name} in the last minute.`;
        const holds = value > perMinute || (isWhole ? false : 'unknown');
        return { labels: { schema: name }, holds, value, text };
      });
    return { samples };
  }

  /** After a start, and while the broker is away, less was heard than there may have been. */
  private hasHeardFor(milliseconds: number, at: number): boolean {
    const { state, connection } = this.broker.snapshot();
    const isHeard = state === 'running' && connection.status === 'connected';
    return isHeard && at - connection.since >= milliseconds;
  }

  async dead({ condition, active }: Asked<'sparkplug_node_dead'>): Promise<Reading> {
    const nodes = (await this.sparkplug.states()).filter((one) => isAbout(condition, one));
    const samples = nodes.map(({ group, node, state, since }): Sample => {
      const holds = state === 'unknown' ? state : state === 'offline';
      const text = `${group}/${node} is ${state} since ${timestamp(since)}.`;
      return { labels: { group, node }, holds, text };
    });
    // Not heard of since a start: a dead node says nothing, and need not be alive for that.
    return { samples: [...samples, ...unseenAsUnknown(active, samples)] };
  }
}
