import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { preview as show } from '#domain/payload';
import type { RetainedMessage } from '#link/broker';
import { actorOf, CLOCK, timestamp, type AuditNote, type Clock, type Principal } from '#platform';
import type {
  RetainedDeletionDto,
  RetainedDeletionRequestDto,
  RetainedMessageDto,
  RetainedPageDto,
  RetainedPreviewDto,
  RetainedQuery,
} from './api/retained.dto.js';
import { TopicDto } from './api/topics.dto.js';
import { brokerProblem } from './broker-problem.js';
import { BrokerService } from './broker.service.js';
import { firstByName } from './first-by-name.js';
import { RetainedJobs } from './retained-jobs.js';
import { RetainedPreviews } from './retained-previews.js';
import { freshly } from './retained-work.js';
import type { Deletion } from './store/deletion.js';

const COUNT_TOPIC = '$SYS/broker/retained messages/count';
/** Messages of a preview that are shown, and what is shown of each payload. */
const SHOWN = 100;
const SHOWN_BYTES = 1_024;

/** Retained messages of the broker: shown, deleted and restored. */
@Injectable()
export class RetainedService {
  private readonly previews: RetainedPreviews;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly broker: BrokerService,
    private readonly jobs: RetainedJobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.previews = new RetainedPreviews(clock);
  }

  async list(query: RetainedQuery): Promise<RetainedPageDto> {
    const { filter, contains, value, limit, cursor } = query;
    const { rows, nextCursor } = await this.broker.search({
      ...{ retained: true, sort: 'name', limit, at: this.clock() },
      ...(filter !== undefined && { filter }),
      ...(contains !== undefined && { contains }),
      ...(value !== undefined && { value }),
      ...(cursor !== undefined && { cursor }),
    });
    const { counters, sys } = this.broker.snapshot();
    const brokerCount = sys.figures.find(({ topic }) => topic === COUNT_TOPIC)?.value;
    return {
      retained: rows.map((row) => TopicDto.of(row)),
      ...(nextCursor !== undefined && { nextCursor }),
      seen: counters.retained,
      ...(typeof brokerCount === 'number' && { brokerCount }),
    };
  }

  async preview(filter: string, note: AuditNote): Promise<RetainedPreviewDto> {
    const id = randomUUID();
    note.about(id, filter);
    const { found, payloadBytes, complete, first } = await this.read(filter);
    const preview = this.previews.add({ id, filter, found, payloadBytes });
    note.changed(undefined, { messages: found.length, payloadBytes });
    return {
      ...{ id, filter, messages: found.length, payloadBytes, complete },
      expiresAt: timestamp(preview.expiresAt),
      first: first.map(messageDto),
      undoable: (await this.jobs.room(preview)) !== undefined,
    };
  }

  deletions(): RetainedDeletionDto[] {
    return this.jobs.list().map((deletion) => this.dto(deletion));
  }

  deletion(id: string): RetainedDeletionDto {
    return this.dto(this.jobs.get(id));
  }

  async remove(
    { preview: id, withoutUndo = false }: RetainedDeletionRequestDto,
    caller: Principal,
    note: AuditNote,
  ): Promise<RetainedDeletionDto> {
    const preview = this.previews.get(id);
    const { filter, found, payloadBytes } = preview;
    const deletion = await this.jobs.delete(preview, withoutUndo, actorOf(caller));
    this.previews.remove(id);
    note.about(deletion.id, filter).changed(undefined, {
      ...{ filter, messages: found.length, payloadBytes, undoable: !withoutUndo },
    });
    return this.dto(deletion);
  }

  async undo(id: string, caller: Principal, note: AuditNote): Promise<RetainedDeletionDto> {
    const { filter, messages, payloadBytes, sha256 } = this.jobs.get(id);
    note.about(id, filter).changed(undefined, { filter, messages, payloadBytes, sha256 });
    return this.dto(await this.jobs.undo(id, actorOf(caller)));
  }

  /** One at a time: each may hold many names, and have the broker send everything it holds. */
  private read(filter: string) {
    const mine = this.reading.then(async () => {
      const target = await this.broker.target();
      return freshly({ target }, async (reader) => {
        const list = await reader.list(filter);
        const first: RetainedMessage[] = [];
        for await (const some of reader.fetch(firstByName(list.found, SHOWN))) first.push(...some);
        return { ...list, first: firstByName(first, SHOWN) };
      });
    });
    this.reading = mine.catch(() => undefined); // told to whoever waits for `mine`
    return mine.catch((error: unknown) => {
      throw brokerProblem(error);
    });
  }

  private dto({ actor: _actor, sha256: _sha256, ...deletion }: Deletion): RetainedDeletionDto {
    const { startedAt, endedAt, undoUntil, reason, ...counts } = deletion;
    const undoable = undoUntil !== undefined && undoUntil > this.clock();
    return {
      ...{ ...counts, startedAt: timestamp(startedAt) },
      ...(endedAt !== undefined && { endedAt: timestamp(endedAt) }),
      ...(reason !== undefined && { reason }),
      ...(undoable && { undoUntil: timestamp(undoUntil) }),
    };
  }
}

function messageDto({ topic, payload, qos }: RetainedMessage): RetainedMessageDto {
  const { text, format } = show(payload, SHOWN_BYTES);
  return {
    ...{ topic, qos, payloadBytes: payload.length },
    ...{ payloadFormat: format, payloadPreview: text },
  };
}
