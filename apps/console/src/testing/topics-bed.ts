import { HttpErrorResponse } from '@angular/common/http';
import { signal, type Type } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, throwError } from 'rxjs';
import { Api } from '../app/api/api';
import type { Status } from '../app/api/models';
import { PageVisibility } from '../app/live/page-visibility';
import { OPEN_STREAM, RANDOM } from '../app/live/stream-socket';
import { Session } from '../app/session/session';
import { StatusStore } from '../app/status/status-store';
import { MessageBefore } from '../app/topics/message-before';
import { MessageFrames } from '../app/topics/message-frames';
import { OpenTopic } from '../app/topics/open-topic';
import { Pause } from '../app/topics/pause';
import { PinnedPlots } from '../app/topics/pinned-plots';
import { TopicHistoryStore } from '../app/topics/topic-history';
import { TopicLive } from '../app/topics/topic-live';
import { TopicNodes } from '../app/topics/topic-nodes';
import { TopicTree } from '../app/topics/topic-tree';
import { FakeStream } from './fake-stream';
import { statusOf } from './status';

/** One question to the API: which operation, by its path, and with what. */
export interface Asked {
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Answer = (params: never) => unknown;

/** The stores of the topics page with a stream and an API that answers as the test says. */
export class TopicsBed {
  readonly stream = new FakeStream();
  readonly status = signal<Status>(statusOf());
  readonly visible = signal(true);
  readonly asked: Asked[] = [];
  /** By the path of the operation; an `HttpErrorResponse` is what it fails with. */
  readonly answers = new Map<string, Answer>();

  constructor() {
    TestBed.configureTestingModule({
      providers: [
        ...[MessageBefore, MessageFrames, OpenTopic, Pause, PinnedPlots, TopicHistoryStore],
        ...[TopicLive, TopicNodes, TopicTree],
        { provide: OPEN_STREAM, useValue: this.stream.open },
        { provide: RANDOM, useValue: () => 0 },
        { provide: Session, useValue: { token: signal('a-token'), end: () => undefined } },
        { provide: PageVisibility, useValue: { visible: this.visible } },
        { provide: StatusStore, useValue: { latest: this.status } },
        { provide: Api, useValue: { invoke: this.#invoke } },
      ],
    });
  }

  get<T>(store: Type<T>): T {
    return TestBed.inject(store);
  }

  /** How often an operation was asked for. */
  times(path: string): number {
    return this.asked.filter((question) => question.path === path).length;
  }

  readonly #invoke = (
    operation: { readonly PATH: string },
    params: Asked['params'] = {},
  ): Promise<unknown> => {
    this.asked.push({ path: operation.PATH, params });
    const answer = this.answers.get(operation.PATH);
    if (answer === undefined) throw new Error(`Nothing answers ${operation.PATH}.`);
    const value = answer(params as never);
    return value instanceof HttpErrorResponse
      ? firstValueFrom(throwError(() => value))
      : Promise.resolve(value);
  };
}
