import { Injectable } from '@nestjs/common';
import { SparkplugNodes } from '#feature/broker';
import type { SparkplugNodeDetail, SparkplugNodePast, SparkplugNodeState } from '#link/sparkplug';
import { Problem } from '#platform';
import { SparkplugMetricDto, type SparkplugMetricsDto } from './api/sparkplug-metric.dto.js';
import {
  SparkplugHostDto,
  SparkplugNodeDetailDto,
  SparkplugNodeDto,
  type SparkplugGroupsDto,
  type SparkplugHostsDto,
  type SparkplugMetricsQuery,
  type SparkplugNodesDto,
  type SparkplugNodesQuery,
} from './api/sparkplug.dto.js';

/** What is known of Sparkplug nodes. All of it throws the problem `sparkplug-unavailable` while the thread is away. */
@Injectable()
export class SparkplugService {
  constructor(private readonly nodesOf: SparkplugNodes) {}

  async groups(): Promise<SparkplugGroupsDto> {
    return { groups: [...(await this.nodesOf.ask((thread) => thread.groups()))] };
  }

  async nodes(query: SparkplugNodesQuery): Promise<SparkplugNodesDto> {
    const { nodes, nextCursor } = await this.nodesOf.ask((thread) => thread.nodes(query));
    return {
      nodes: nodes.map((node) => SparkplugNodeDto.of(node)),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  }

  async node(id: string): Promise<SparkplugNodeDetailDto> {
    return SparkplugNodeDetailDto.ofDetail(await this.detail(id));
  }

  async metrics(id: string, query: SparkplugMetricsQuery): Promise<SparkplugMetricsDto> {
    const page = await this.nodesOf.ask((thread) => thread.metrics(Object.assign({ id }, query)));
    if (page === undefined) throw notFound();
    const { metrics, nextCursor } = page;
    return {
      metrics: metrics.map((metric) => SparkplugMetricDto.of(metric)),
      ...(nextCursor !== undefined && { nextCursor }),
    };
  }

  async hosts(): Promise<SparkplugHostsDto> {
    const hosts = await this.nodesOf.ask((thread) => thread.hosts());
    return { hosts: hosts.map((host) => SparkplugHostDto.of(host)) };
  }

  /** All nodes with their states, and since when. */
  states(): Promise<readonly SparkplugNodeState[]> {
    return this.nodesOf.ask((thread) => thread.states());
  }

  /** All nodes with what happened to them last, the latest last. */
  timelines(): Promise<readonly SparkplugNodePast[]> {
    return this.nodesOf.ask((thread) => thread.timelines());
  }

  /** @throws Problem `sparkplug-node-not-found` */
  async detail(id: string): Promise<SparkplugNodeDetail> {
    const found = await this.nodesOf.ask((thread) => thread.node(id));
    if (found === undefined) throw notFound();
    return found;
  }
}

function notFound(): Problem {
  const detail = 'No message of this node or device was seen, or it was let go.';
  return new Problem('sparkplug-node-not-found', detail);
}
