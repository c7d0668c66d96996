import { Injectable } from '@nestjs/common';
import type { MqttRole, RoleSpec } from '#domain/change';
import { AuditNote, Problem } from '#platform';
import type { ListQuery } from '../api/list-query.dto.js';
import type { MqttRoleDetailDto, MqttRolePageDto, MqttRoleRequest } from '../api/mqtt-roles.dto.js';
import { AccessDrafts, type AccessDraft, type Editor } from './access-drafts.js';
import { roleDto, viewOf } from './draft-view.js';
import { idOf } from './ids.js';
import { pageOf } from './pages.js';

/** The roles of the broker, as the draft has them. */
@Injectable()
export class MqttRolesService {
  constructor(private readonly drafts: AccessDrafts) {}

  async list(query: ListQuery): Promise<MqttRolePageDto> {
    const draft = await this.drafts.get();
    const page = pageOf(viewOf(draft.document).roles, query, { text: ({ name }) => name });
    const { items, ...rest } = page;
    return { ...rest, draftVersion: draft.version, roles: items.map(([id]) => shown(draft, id)) };
  }

  /** @throws Problem `mqtt-role-not-found` */
  async get(id: string): Promise<MqttRoleDetailDto> {
    return detail(await this.drafts.get(), id);
  }

  async create(
    request: MqttRoleRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttRoleDetailDto> {
    const role = specOf(request);
    const id = roleId(role.name);
    note.about(id, role.name);
    const draft = await this.drafts.edit([{ kind: 'create-role', role }], editor);
    note.changed(undefined, role);
    return detail(draft, id);
  }

  async update(
    id: string,
    request: MqttRoleRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<MqttRoleDetailDto> {
    const before = found(await this.drafts.get(), id);
    const role = specOf(request);
    note.about(id, before.name);
    const draft = await this.drafts.edit(
      [{ kind: 'change-role', name: before.name, role }],
      editor,
    );
    note.changed(traceOf(before), role);
    return detail(draft, roleId(role.name));
  }

  async delete(id: string, editor: Editor, note: AuditNote): Promise<void> {
    const role = found(await this.drafts.get(), id);
    note.about(id, role.name);
    await this.drafts.edit([{ kind: 'delete-role', name: role.name }], editor);
    note.changed(traceOf(role), undefined);
  }
}

const roleId = (name: string): string => idOf(`role ${name}`);

function specOf({ name, description, rules }: MqttRoleRequest): RoleSpec {
  return { name, rules, ...(description !== undefined && description !== '' && { description }) };
}

function found({ document }: AccessDraft, id: string): MqttRole {
  const role = viewOf(document).roles.get(id);
  if (!role) throw new Problem('mqtt-role-not-found', 'No role of the draft has this id.');
  return role;
}

function shown(draft: AccessDraft, id: string) {
  return roleDto(id, found(draft, id), viewOf(draft.wanted.document).roles.get(id));
}

const detail = (draft: AccessDraft, id: string): MqttRoleDetailDto => ({
  draftVersion: draft.version,
  role: shown(draft, id),
});

const traceOf = ({ name, description, rules }: MqttRole) => ({
  ...{ name, rules },
  ...(description !== undefined && { description }),
});
