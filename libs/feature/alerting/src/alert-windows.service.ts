import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { checkWindow } from '#domain/alert';
import { CLOCK, Database, Problem, type Clock } from '#platform';
import { AlertBoard } from './alert-board.js';
import { refuseFaults, requireRoom, requireVersion } from './refusals.js';
import {
  allWindows,
  insertWindow,
  removeWindow,
  updateWindow,
  type StoredWindow,
  type WindowWish,
} from './store/alert-windows.js';

const MOST_WINDOWS = 200;

/** Times in which nobody is told. */
@Injectable()
export class AlertWindowsService {
  constructor(
    private readonly board: AlertBoard,
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. */
  list(): readonly StoredWindow[] {
    return this.board.windows();
  }

  /** @throws Problem `alert-window-not-found` */
  get(id: number): StoredWindow {
    const window = this.board.windows().find((one) => one.id === id);
    if (window) return window;
    throw new Problem('alert-window-not-found', `No maintenance window has the id ${id}.`);
  }

  /** @throws Problem `validation-failed`, `too-many-kept` */
  async create(wish: WindowWish): Promise<StoredWindow> {
    refuseFaults(checkWindow(wish));
    const id = await this.change((tx) => {
      requireRoom(this.board.windows().length, MOST_WINDOWS, 'maintenance windows');
      return insertWindow(tx, wish, this.clock());
    });
    return this.get(id);
  }

  /** @throws Problem `validation-failed`, `alert-window-not-found`, `stale-version` */
  async update(id: number, wish: WindowWish, version: number | undefined): Promise<StoredWindow> {
    refuseFaults(checkWindow(wish));
    await this.change((tx) => {
      requireVersion(this.get(id).version, version);
      return updateWindow(tx, id, wish, this.clock());
    });
    return this.get(id);
  }

  /** @throws Problem `alert-window-not-found`, `stale-version` */
  async delete(id: number, version: number | undefined): Promise<void> {
    await this.change((tx) => {
      requireVersion(this.get(id).version, version);
      return removeWindow(tx, id);
    });
  }

  private change<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.board.exclusive(async () => {
      const done = await this.database.write(async (tx) => work(tx));
      this.board.setWindows(await allWindows(this.database.read));
      return done;
    });
  }
}
