import { Injectable } from '@nestjs/common';
import type { AclRule, RulePrincipal, RuleSpec } from '#domain/change';
import { AuditNote, Problem } from '#platform';
import type {
  AclRuleDetailDto,
  AclRuleDto,
  AclRuleRequest,
  AclRulesDto,
  AclsQuery,
} from '../api/acls.dto.js';
import { AccessDrafts, type AccessDraft, type Editor } from './access-drafts.js';
import { ruleDto, viewOf } from './draft-view.js';
import { pageOf } from './pages.js';

/** The rules of the broker, as the draft has them. */
@Injectable()
export class AclRulesService {
  constructor(private readonly drafts: AccessDrafts) {}

  async list({ principalType, principal, ...query }: AclsQuery): Promise<AclRulesDto> {
    const draft = await this.drafts.get();
    const wanted = ({ principal: whose }: AclRule) =>
      (principalType === undefined || whose.type === principalType) &&
      (principal === undefined || nameOf(whose) === principal);
    const text = ({ principal: whose, topicFilter, description = '' }: AclRule) =>
      `${nameOf(whose)}\n${topicFilter}\n${description}`;
    const page = pageOf(viewOf(draft.document).rules, query, { text, wanted });
    const { items, ...rest } = page;
    return { ...rest, draftVersion: draft.version, rules: items.map(([id]) => shown(draft, id)) };
  }

  /** @throws Problem `rule-not-found` */
  async get(id: string): Promise<AclRuleDetailDto> {
    return detail(await this.drafts.get(), id);
  }

  async create(
    request: AclRuleRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<AclRuleDetailDto> {
    const rule = specOf(request);
    const before = await this.drafts.get();
    const draft = await this.drafts.edit([{ kind: 'create-rule', rule }], editor);
    const id = madeBy(before, draft, rule);
    note.about(id, titleOf(rule)).changed(undefined, request);
    return detail(draft, id);
  }

  async update(
    id: string,
    request: AclRuleRequest,
    editor: Editor,
    note: AuditNote,
  ): Promise<AclRuleDetailDto> {
    const before = await this.drafts.get();
    const old = found(before, id);
    note.about(id, titleOf(old));
    const rule = specOf(request);
    const draft = await this.drafts.edit([{ kind: 'change-rule', key: old.key, rule }], editor);
    note.changed(traceOf(old), request);
    return detail(draft, madeBy(before, draft, rule, id));
  }

  async delete(id: string, editor: Editor, note: AuditNote): Promise<void> {
    const rule = found(await this.drafts.get(), id);
    note.about(id, titleOf(rule));
    await this.drafts.edit([{ kind: 'delete-rule', key: rule.key }], editor);
    note.changed(traceOf(rule), undefined);
  }
}

/** @throws Problem `validation-failed` */
function specOf(request: AclRuleRequest): RuleSpec {
  const { principalType, principal, permission, topicFilter, ...rest } = request;
  const { description, acltypes, priority } = rest;
  return {
    ...{ principal: principalOf(principalType, principal), permission, topicFilter },
    ...(description !== undefined && description !== '' && { description }),
    ...(acltypes && { acltypes }),
    ...(priority !== undefined && { priority }),
  };
}

function principalOf(
  type: AclRuleRequest['principalType'],
  name: string | undefined,
): RulePrincipal {
  const isNamed = type === 'user' || type === 'role';
  if (isNamed && name !== undefined) return { type, name };
  if (!isNamed && name === undefined) return { type };
  const detail = isNamed
    ? 'principal is missing: name the user or role that the rule is for.'
    : `principal is only for users and roles, not for ${type}.`;
  throw new Problem('validation-failed', detail, {
    extensions: { errors: [{ pointer: '/principal', detail }] },
  });
}

const nameOf = (principal: RulePrincipal): string => ('name' in principal ? principal.name : '');

function titleOf({ principal, permission, topicFilter }: RuleSpec): string {
  return `${'name' in principal ? principal.name : principal.type} ${permission} ${topicFilter}`;
}

const traceOf = ({ principal, permission, topicFilter, description }: AclRule) => ({
  ...{ principalType: principal.type, permission, topicFilter },
  ...('name' in principal && { principal: principal.name }),
  ...(description !== undefined && { description }),
});

function found({ document }: AccessDraft, id: string): AclRule {
  const rule = viewOf(document).rules.get(id);
  if (!rule) {
    const detail = 'No rule of the draft has this id; a rule that was changed has another one.';
    throw new Problem('rule-not-found', detail);
  }
  return rule;
}

/** The id of what an edit made: one that was not there, or else one that says the same. */
function madeBy(before: AccessDraft, after: AccessDraft, rule: RuleSpec, id = ''): string {
  const known = viewOf(before.document).rules;
  const alike = [...viewOf(after.document).rules].filter(([, one]) => saysSame(one, rule));
  const [made] = alike.find(([key]) => !known.has(key)) ?? alike.at(-1) ?? [id];
  return made;
}

const saysSame = (one: RuleSpec, other: RuleSpec): boolean =>
  titleOf(one) === titleOf(other) && one.principal.type === other.principal.type;

function shown(draft: AccessDraft, id: string): Pick<AclRuleDto, keyof AclRuleDto> {
  return ruleDto(id, found(draft, id), viewOf(draft.wanted.document).rules.get(id));
}

const detail = (draft: AccessDraft, id: string): AclRuleDetailDto => ({
  ...shown(draft, id),
  draftVersion: draft.version,
});
