import { DOCUMENT, inject, Service, signal } from '@angular/core';
import { Api } from '../api/api';
import { getTopic, getTopicHistory } from '../api/functions';
import type { Gap, HistoryMessage, Payload, TopicRow } from '../api/models';
import { saveFile } from '../ui/download';
import { type Failure, failureOf } from '../ui/failure';
import { plainName } from './file-name';

const PAGE_SIZE = 500;
/** Payloads that a page does not hold whole are asked for one by one, so many at once. */
const AT_ONCE = 4;

export type HistoryExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly messages: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The messages of a topic that are held, as a file of JSON lines. */
@Service({ autoProvided: false })
export class HistoryExport {
  readonly #api = inject(Api);
  readonly #document = inject(DOCUMENT);
  readonly #state = signal<HistoryExportState>({ kind: 'idle' });
  readonly state = this.#state.asReadonly();
  /** Grows with every start and every cancel: what is under way for an older one ends. */
  #turn = 0;

  async start({ id, topic }: Pick<TopicRow, 'id' | 'topic'>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#state.set({ kind: 'running', messages: 0 });
    try {
      const lines = await this.#lines(id, turn);
      if (turn !== this.#turn) return;
      const blob = new Blob([...lines], { type: 'application/jsonl' });
      saveFile(blob, `${plainName(topic)}-history.jsonl`, this.#document);
      this.#state.set({ kind: 'idle' });
    } catch (error) {
      // No answer on the way: half a file would look like a whole one.
      if (turn === this.#turn) this.#state.set({ kind: 'failed', failure: failureOf(error) });
    }
  }

  cancel(): void {
    this.#turn += 1;
    this.#state.set({ kind: 'idle' });
  }

  async #lines(id: string, turn: number): Promise<readonly string[]> {
    const lines: string[] = [];
    const gaps = new Set<string>();
    let cursor: number | undefined;
    let messages = 0;
    do {
      const page = await this.#api.invoke(getTopicHistory, {
        id,
        limit: PAGE_SIZE,
        ...(cursor !== undefined && { cursor }),
      });
      for (let at = 0; at < page.messages.length && turn === this.#turn; at += AT_ONCE) {
        const some = page.messages.slice(at, at + AT_ONCE);
        lines.push(...(await Promise.all(some.map((message) => this.#line(id, message)))));
        messages += some.length;
        this.#tell(turn, messages);
      }
      for (const gap of page.gaps) gaps.add(gapLine(gap));
      cursor = page.nextCursor;
    } while (cursor !== undefined && turn === this.#turn);
    return [...lines, ...gaps];
  }

  async #line(id: string, message: HistoryMessage): Promise<string> {
    const { payloadPreview, truncated, ...rest } = message;
    const whole = !truncated && message.payloadFormat !== 'binary';
    const payload: Payload | undefined = whole
      ? { encoding: 'utf8', data: payloadPreview, truncated: false }
      : (await this.#api.invoke(getTopic, { id, number: message.number })).message?.payload;
    return `${JSON.stringify({ ...rest, ...(payload && { payload }) })}\n`;
  }

  #tell(turn: number, messages: number): void {
    if (turn === this.#turn) this.#state.set({ kind: 'running', messages });
  }
}

function gapLine(gap: Gap): string {
  return `${JSON.stringify({ gap })}\n`;
}
