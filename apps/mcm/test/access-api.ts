import { expect } from '@jest/globals';
import { until } from '#testing';
import type { Answer, Served } from './served.js';

export interface User {
  readonly id: string;
  readonly username: string;
  readonly pending?: string;
}
export interface UserDetail {
  readonly draftVersion: number;
  readonly user: User;
  /** One that was made. */
  readonly password?: string;
}
export interface RoleDetail {
  readonly role: { readonly id: string; readonly pending?: string };
}
export interface Rule {
  readonly id: string;
  readonly principal?: string;
  readonly topicFilter: string;
  readonly pending?: string;
}
export interface Draft {
  readonly version: number;
  readonly changes: readonly { readonly summary: string; readonly conflict?: string }[];
}
interface Plan {
  readonly difference: {
    readonly aclFile?: {
      readonly hunks: readonly {
        readonly lines: readonly { readonly kind: string; readonly text: string }[];
      }[];
    };
    readonly users: readonly object[];
  };
}
export interface Apply {
  readonly number: number;
  readonly state: string;
  readonly outcome?: string;
  readonly survivors?: object;
  readonly steps: readonly { readonly step: string; readonly state: string }[];
}

/** Longer than the slowest end: what was before is tried to be brought back for 30 s. */
const END_MS = 60_000;

/** Asks for access as one who is logged in. */
export class AccessApi {
  private readonly asker: ReturnType<Served['as']>;

  constructor(served: Pick<Served, 'as'>, token: string) {
    this.asker = served.as(token);
  }

  /** @param path below `/api/v1` */
  ask(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.asker(method, `/api/v1/${path}`, body);
  }

  /** The body of an answer that says yes. */
  async got<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, body: answer } = await this.ask(method, path, body);
    expect([method, path, status, status < 300 ? '' : answer]).toEqual([method, path, status, '']);
    return answer as T;
  }

  /** Of an answer that says no, the status, the problem, and the members at fault. */
  async refused(method: string, path: string, body?: unknown) {
    const { problem, status } = await this.ask(method, path, body);
    const pointers = problem.errors?.map(({ pointer }) => pointer) ?? [];
    return [status, problem.type.replace('/problems/', ''), ...new Set(pointers)];
  }

  async users(): Promise<readonly User[]> {
    return (await this.got<{ users: readonly User[] }>('GET', 'mqtt-users')).users;
  }

  async userId(name: string): Promise<string> {
    return (await this.users()).find(({ username }) => username === name)?.id ?? 'none';
  }

  async rules(): Promise<readonly Rule[]> {
    return (await this.got<{ rules: readonly Rule[] }>('GET', 'acls')).rules;
  }

  draft(): Promise<Draft> {
    return this.got('GET', 'access/draft');
  }

  /** What the draft changes, in words. */
  async summaries(): Promise<readonly string[]> {
    return (await this.draft()).changes.map(({ summary }) => summary);
  }

  createUser(username: string, more: object = {}): Promise<UserDetail> {
    return this.got('POST', 'mqtt-users', { username, ...more });
  }

  /** A role whose rules let write there. */
  createRole(name: string, ...filters: string[]): Promise<RoleDetail> {
    const rules = filters.map((topicFilter) => ({ permission: 'write', topicFilter }));
    return this.got('POST', 'mqtt-roles', { name, rules });
  }

  createRule(principal: string, permission: string, topicFilter: string, more: object = {}) {
    return this.got<Rule>('POST', 'acls', { principal, permission, topicFilter, ...more });
  }

  /** The lines of the acl_file that come and go, and the users. */
  async planned() {
    const { difference } = await this.got<Plan>('POST', 'access/plan');
    const lines = difference.aclFile?.hunks.flatMap((hunk) => hunk.lines) ?? [];
    const changed = lines.filter(({ kind }) => kind !== 'same');
    return {
      lines: changed.map(({ kind, text }) => `${kind === 'added' ? '+' : '-'}${text}`),
      users: difference.users,
    };
  }

  /** Begins to apply the draft as it is. */
  async begin(more: object = {}): Promise<Apply> {
    const { version } = await this.draft();
    return this.got('POST', 'access/apply', { version, ...more });
  }

  /** Applies the draft, to the end. */
  async apply(more: object = {}): Promise<Apply> {
    return this.end((await this.begin(more)).number);
  }

  /** The apply of that number when it has ended. */
  async end(number: number): Promise<Apply> {
    let apply = await this.got<Apply>('GET', `access/applies/${number}`);
    await until(
      async () => {
        apply = await this.got('GET', `access/applies/${number}`);
        return !['running', 'restoring'].includes(apply.state);
      },
      () => JSON.stringify(apply),
      END_MS,
    );
    return apply;
  }
}
