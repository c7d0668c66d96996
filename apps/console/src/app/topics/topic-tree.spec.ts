import { beforeEach, describe, expect, it } from '@jest/globals';
import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, throwError } from 'rxjs';
import { messageOf, rowOf } from '../../testing/topics';
import { Api } from '../api/api';
import type { TopicPage } from '../api/models';
import { Pause } from './pause';
import { TopicNodes } from './topic-nodes';
import { TopicTree } from './topic-tree';

interface Question {
  readonly parent?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Pages the names it is given the way the server does. */
class FakeTopics {
  names: readonly string[] = [];
  readonly asked: Question[] = [];
  failing = false;

  readonly invoke = (_operation: unknown, question: Question): Promise<TopicPage> => {
    this.asked.push(question);
    if (this.failing) return firstValueFrom(throwError(() => new HttpErrorResponse({ status: 0 })));
    return Promise.resolve(this.#page(question));
  };

  #page(question: Question): TopicPage {
    const prefix = question.parent === undefined ? '' : `${question.parent}/`;
    const below = this.names.filter((name) => name.startsWith(prefix));
    const levels = new Set(below.map((name) => name.slice(prefix.length).split('/')[0] ?? ''));
    const all = [...levels].sort().map((level) => prefix + level);
    const from = all.filter((name) => question.cursor === undefined || name > question.cursor);
    const topics = from.slice(0, question.limit).map((name) => {
      const topicsBelow = this.names.filter((other) => other.startsWith(`${name}/`)).length;
      return rowOf(name, { topicsBelow, isTopic: this.names.includes(name) });
    });
    const last = topics.at(-1)?.id;
    const nextCursor = from.length > question.limit ? last : undefined;
    return { topics, total: all.length, ...(nextCursor !== undefined && { nextCursor }) };
  }
}

describe('TopicTree', () => {
  let server: FakeTopics;
  let tree: TopicTree;
  let nodes: TopicNodes;
  const paused = signal(false);
  const shown = () => tree.items().map(({ id }) => id);

  beforeEach(() => {
    sessionStorage.clear();
    server = new FakeTopics();
    paused.set(false);
    TestBed.configureTestingModule({
      providers: [
        TopicNodes,
        TopicTree,
        { provide: Api, useValue: server },
        { provide: Pause, useValue: { paused } },
      ],
    });
    tree = TestBed.inject(TopicTree);
    nodes = TestBed.inject(TopicNodes);
  });

  it('asks for a level when it is opened, and once', async () => {
    server.names = ['line1/a', 'line2/x', 'line2/y'];
    await tree.start();
    expect(shown()).toEqual(['line1', 'line2']);
    await tree.open('line2');
    expect(shown()).toEqual(['line1', 'line2', 'line2/x', 'line2/y']);
    tree.close('line2');
    await tree.open('line2');
    expect(server.asked).toHaveLength(2);
  });

  it('comes back as it was left', async () => {
    server.names = ['a/b/c', 'd'];
    await tree.start();
    await tree.open('a');
    await tree.open('a/b');
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({
      providers: [
        TopicNodes,
        TopicTree,
        { provide: Api, useValue: server },
        { provide: Pause, useValue: { paused } },
      ],
    });
    tree = TestBed.inject(TopicTree);
    await tree.start();
    expect(shown()).toEqual(['a', 'a/b', 'a/b/c', 'd']);
  });

  it('pages, and asks for no page twice at once', async () => {
    server.names = Array.from({ length: 250 }, (_, index) => `t${String(index).padStart(3, '0')}`);
    await tree.start();
    expect(shown()).toHaveLength(101);
    expect(tree.items()[0]).toMatchObject({ setSize: 250 });
    await Promise.all([tree.loadNext(''), tree.loadNext('')]);
    expect(shown()).toHaveLength(201);
    await tree.loadNext('');
    expect(shown()).toHaveLength(250);
    await tree.loadNext('');
    expect(server.asked).toHaveLength(3);
  });

  it('finds a topic that is pages and levels away', async () => {
    server.names = [
      ...Array.from({ length: 250 }, (_, index) => `t${String(index).padStart(3, '0')}`),
      'zoo/lion/age',
    ];
    expect(await tree.reveal('zoo/lion/age')).toBe('zoo/lion/age');
    expect(shown().slice(-3)).toEqual(['zoo', 'zoo/lion', 'zoo/lion/age']);
    expect(await tree.reveal('zoo/tiger')).toBeUndefined();
  });

  it('shows topics that have come when a page is asked for again', async () => {
    server.names = ['a', 'c'];
    await tree.start();
    server.names = ['a', 'b', 'c'];
    await tree.refresh([{ parent: '', page: 0 }]);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('shows the first topic of all when it comes', async () => {
    await tree.start();
    expect(shown()).toEqual([]);
    server.names = ['hello/world'];
    await tree.refreshRoot();
    expect(shown()).toEqual(['hello']);
  });

  it('lets its rows be while an answer brings other figures only', async () => {
    server.names = ['$SYS/uptime', 'a', 'b'];
    await tree.start();
    expect(shown()).toEqual(['a', 'b', '$SYS']);
    const before = tree.items();
    await tree.refresh([{ parent: '', page: 0 }]);
    expect(tree.items()).toBe(before);
  });

  it('finds the levels of a topic without opening them', async () => {
    server.names = ['zoo/lion/age', 'a'];
    expect(await tree.locate('zoo/lion/age')).toEqual(['zoo', 'zoo/lion', 'zoo/lion/age']);
    expect(await tree.locate('zoo/tiger/age')).toEqual(['zoo']);
    expect(shown()).toEqual(['a', 'zoo']);
  });

  it('gives up on a topic that lies too far down its level', async () => {
    server.names = Array.from(
      { length: 2_500 },
      (_, index) => `t${String(index).padStart(4, '0')}`,
    );
    expect(await tree.reveal('t2499')).toBeUndefined();
    expect(server.asked).toHaveLength(20);
  });

  it('lets the rows of a list be while it looks for a topic and is paused', async () => {
    server.names = ['a', 'b'];
    nodes.keep([rowOf('a', { rate: 9 })]);
    paused.set(true);
    expect(await tree.locate('b')).toEqual(['b']);
    expect(nodes.node('a')?.row.rate).toBe(9);
    expect(shown()).toEqual(['a', 'b']);
  });

  it('redraws the row of a message and no other', async () => {
    server.names = ['a', 'b'];
    await tree.start();
    const before = nodes.node('b');
    expect(nodes.hear(messageOf('a', { payloadPreview: '42' }))).toBe(true);
    expect(nodes.hear(messageOf('unknown'))).toBe(false);
    expect(nodes.node('a')?.row.payloadPreview).toBe('42');
    expect(nodes.node('b')).toBe(before);
  });

  it('says why a level could not be read, and reads it when asked again', async () => {
    server.names = ['a/b'];
    await tree.start();
    server.failing = true;
    await tree.open('a');
    expect(tree.items()[1]).toMatchObject({ kind: 'failed', parent: 'a' });
    expect(tree.level('a').failure?.title).toBe('MCM does not answer');
    server.failing = false;
    await tree.loadNext('a');
    expect(shown()).toEqual(['a', 'a/b']);
  });

  it('keeps what it shows when it cannot be asked for again', async () => {
    server.names = ['a'];
    await tree.start();
    server.failing = true;
    await tree.refresh([{ parent: '', page: 0 }]);
    expect(shown()).toEqual(['a']);
  });
});
