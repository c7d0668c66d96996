import { Injectable } from '@nestjs/common';
import type { Edit, MqttUser } from '#domain/change';
import { AuditNote, Problem, Secret } from '#platform';
import {
  MOST_REFUSED,
  type MqttPasswordRequest,
  type MqttUserDetailDto,
  type MqttUserImportDto,
  type MqttUserImportRequest,
  type MqttUserPageDto,
  type MqttUserPasswordDto,
  type MqttUserRequest,
  type MqttUserUpdate,
  type MqttUsersQuery,
} from '../api/mqtt-users.dto.js';
import { AccessDrafts, type AccessDraft, type Editor } from './access-drafts.js';
import { Credentials } from './credentials.js';
import { passwordsChanged, pending, userDto, viewOf } from './draft-view.js';
import { idOf } from './ids.js';
import { pageOf } from './pages.js';
import { UserImport } from './user-import.js';

/** The users of the broker, as the draft has them. */
@Injectable()
export class MqttUsersService {
  constructor(
    private readonly drafts: AccessDrafts,
    private readonly credentials: Credentials,
    private readonly imports: UserImport,
  ) {}

  async list({ role, ...query }: MqttUsersQuery): Promise<MqttUserPageDto> {
    const draft = await this.drafts.get();
    const wanted = (user: MqttUser) => role === undefined || user.roles.includes(role);
    const { users } = viewOf(draft.document);
    const page = pageOf(users, query, { text: ({ username }) => username, wanted });
    const { items, ...rest } = page;
    return { ...rest, draftVersion: draft.version, users: items.map(([id]) => shown(draft, id)) };
  }

  /** @throws Problem `mqtt-user-not-found` */
  async get(id: string): Promise<MqttUserDetailDto> {
    const draft = await this.drafts.get();
    found(draft, id);
    return detail(draft, id);
  }

  async create(
    { username, password: given, roles = [], disabled = false }: MqttUserRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttUserPasswordDto> {
    const id = userId(username);
    note.about(id, username);
    const { credential, password } = await this.credentials.make(given);
    const edit = { kind: 'create-user', username, credential, roles, disabled } as const;
    const draft = await this.drafts.edit([edit], editor);
    note.changed(undefined, { username, roles, disabled });
    return { ...detail(draft, id), ...(password !== undefined && { password }) };
  }

  async update(
    id: string,
    { roles, disabled }: MqttUserUpdate,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttUserDetailDto> {
    const before = found(await this.drafts.get(), id);
    const { username } = before;
    note.about(id, username);
    const edits: Edit[] = [];
    if (roles !== undefined) edits.push({ kind: 'set-roles', username, roles });
    if (disabled !== undefined && disabled !== before.disabled) {
      edits.push({ kind: disabled ? 'disable-user' : 'enable-user', username });
    }
    if (edits.length === 0) return this.get(id);
    const draft = await this.drafts.edit(edits, editor);
    note.changed(traceOf(before), traceOf(found(draft, id)));
    return detail(draft, id);
  }

  async resetPassword(
    id: string,
    { password: given }: MqttPasswordRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttUserPasswordDto> {
    const { username, hasPassword } = found(await this.drafts.get(), id);
    note.about(id, username);
    const { credential, password } = await this.credentials.make(given);
    const draft = await this.drafts.edit([{ kind: 'set-password', username, credential }], editor);
    const earlier = hasPassword === false ? {} : { password: new Secret('the earlier one') };
    note.changed(earlier, { password: new Secret('another one') });
    return { ...detail(draft, id), ...(password !== undefined && { password }) };
  }

  async delete(id: string, editor: Editor, note: AuditNote): Promise<void> {
    const user = found(await this.drafts.get(), id);
    note.about(id, user.username);
    await this.drafts.edit([{ kind: 'delete-user', username: user.username }], editor);
    note.changed(traceOf(user), undefined);
  }

  async import(
    request: MqttUserImportRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttUserImportDto> {
    const before = await this.drafts.get();
    const { users: known, roles: there } = viewOf(before.document);
    const names = new Set([...there.values()].map(({ name }) => name));
    const { users, refused, passwords } = await this.imports.read(request, names);
    const changed = users.filter(({ username }) => known.has(userId(username))).length;
    const draft =
      users.length === 0
        ? before
        : await this.drafts.edit([{ kind: 'import-users', users }], editor);
    const created = users.length - changed;
    note.changed(undefined, { created, changed, refused: refused.length });
    return {
      ...{ draftVersion: draft.version, created, changed, passwords },
      ...{ refused: refused.slice(0, MOST_REFUSED), refusedTotal: refused.length },
    };
  }
}

const userId = (username: string): string => idOf(`user ${username}`);

function found({ document }: AccessDraft, id: string): MqttUser {
  const user = viewOf(document).users.get(id);
  if (!user) throw new Problem('mqtt-user-not-found', 'No user of the draft has this id.');
  return user;
}

function shown(draft: AccessDraft, id: string) {
  const { document, wanted } = draft;
  const user = found(draft, id);
  // The password is no part of a user as users are shown.
  const hasAnother = passwordsChanged(wanted.document, document).has(user.username);
  const { pending: is } = pending(user, viewOf(wanted.document).users.get(id));
  return userDto(id, user, is ?? (hasAnother ? 'changed' : undefined));
}

const detail = (
  draft: AccessDraft,
  id: string,
): Pick<MqttUserDetailDto, 'draftVersion' | 'user'> => ({
  draftVersion: draft.version,
  user: shown(draft, id),
});

const traceOf = ({ username, disabled, roles }: MqttUser) => ({ username, disabled, roles });
