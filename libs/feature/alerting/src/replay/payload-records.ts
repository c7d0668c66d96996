import { Injectable } from '@nestjs/common';
import type { AlertCondition, Holds, Stretch, Timeline } from '#domain/alert';
import { SchemasService } from '#feature/schemas';
import { SparkplugService } from '#feature/sparkplug';
import { isAbout } from '../read/payload-reader.js';
import { countLine } from './lines.js';
import { lengthOf, many, onlyNow, type Recorded } from './recorded.js';

const MINUTE_MS = 60_000;
/** What a node was from an event on; other events change nothing. */
const STATES: Readonly<Record<string, Holds>> = {
  birth: false,
  data: false,
  death: true,
  unconfirmed: 'unknown',
};

/** What is recorded of payloads: messages that a schema can judge again, and timelines of Sparkplug nodes. */
@Injectable()
export class PayloadRecords {
  constructor(
    private readonly schemas: SchemasService,
    private readonly sparkplug: SparkplugService,
  ) {}

  /** @throws Problem as `SchemasService.replay` */
  async violations(
    { schemaId, perMinute }: Extract<AlertCondition, { kind: 'schema_violations' }>,
    { at, user }: { readonly at: number; readonly user: number },
  ): Promise<Recorded> {
    const all = await this.schemas.list();
    const wanted = all.filter(({ id }) => schemaId === undefined || schemaId === id);
    if (wanted.length === 0) return onlyNow('There is no such schema.');
    const timelines: Timeline[] = [];
    const words: string[] = [];
    let samples = 0;
    for (const { id, name } of wanted) {
      const { messages, coverage } = await this.schemas.replay(id, { user });
      const events = messages
        .filter(({ valid }) => !valid)
        .map((message) => ({ at: message.at, count: 1 }));
      // More than so many: from the next whole number on.
      const least = Math.floor(perMinute) + 1;
      const stretches = countLine(events, { span: MINUTE_MS, least, until: at });
      timelines.push({ labels: { schema: name }, stretches, until: at });
      words.push(`${name}: ${coverage}`);
      samples += messages.length;
    }
    return { timelines, samples, coverage: words.join(' ') };
  }

  async dead(
    condition: Extract<AlertCondition, { kind: 'sparkplug_node_dead' }>,
    at: number,
  ): Promise<Recorded> {
    const nodes = (await this.sparkplug.timelines()).filter((one) => isAbout(condition, one));
    const events = nodes.flatMap(({ timeline }) => timeline);
    if (events.length === 0) return onlyNow('Nothing was heard of such a node.');
    const timelines = nodes.map(({ group, node, timeline }): Timeline => {
      const stretches = timeline.flatMap((event): Stretch[] => {
        const holds = STATES[event.kind];
        return holds === undefined ? [] : [{ at: event.at, holds, text: event.detail }];
      });
      return { labels: { group, node }, stretches, until: at };
    });
    const first = events.reduce((least, event) => Math.min(least, event.at), at);
    const coverage = `${many(events.length, 'event')} of ${many(nodes.length, 'node')} in the last ${lengthOf(at - first)}; of each node the last 20 are kept.`;
    return { timelines, samples: events.length, coverage };
  }
}
