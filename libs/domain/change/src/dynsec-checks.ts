import { filterProblem } from '#domain/mqtt';
import { textOf } from '#domain/mosquitto';
import { permissionOf } from './dynsec-rules.js';
import { EditRefused, type Credential, type EditFault } from './edit.js';
import { whyNoRoleName, whyNoUsername } from './name-rules.js';
import { PROBE_USER } from './probe.js';
import type { RoleRule, RuleSpec } from './view.js';

const MOST_PRIORITY = 100_000;

export function refuse(fault: EditFault, message: string, pointer = ''): never {
  throw new EditRefused(fault, message, pointer);
}

function refuseInvalid(why: string | undefined, pointer: string): void {
  if (why !== undefined) refuse('invalid', why, pointer);
}

export function refuseUsername(username: string, pointer: string): void {
  refuseInvalid(whyNoUsername(username), pointer);
}

export function refuseRoleName(name: string, pointer: string): void {
  const isProbe = name === PROBE_USER;
  refuseInvalid(isProbe ? `${name} is a role of MCM's own.` : whyNoRoleName(name), pointer);
}

/** The plugin takes a password as a text. */
export function refuseCredential(credential: Credential, pointer: string): void {
  const password = textOf(credential.reveal());
  if (password === '') refuse('invalid', 'The plugin takes no empty password.', pointer);
  if (!password.isWellFormed() || password.includes('\0')) {
    refuse('invalid', 'The plugin takes passwords of Unicode text, without NUL.', pointer);
  }
}

/** A text for people in the plugin's state. */
export function refuseDescription(text: string | undefined, pointer: string): void {
  if (text === undefined) return;
  if (text.isWellFormed() && !/\p{Cc}/u.test(text)) return;
  refuse('invalid', 'A description is one line of Unicode text.', pointer);
}

export function refuseRule(rule: RoleRule | RuleSpec, pointer = ''): void {
  if ('description' in rule && (rule.description ?? '').trim() !== '') {
    const message = 'The plugin has no place for a description of a rule. Describe its role.';
    refuse('not-supported', message, `${pointer}/description`);
  }
  refuseInvalid(filterProblem(rule.topicFilter), `${pointer}/topicFilter`);
  refuseTypes(rule, `${pointer}/acltypes`);
  const { priority = 0 } = rule;
  if (!Number.isInteger(priority) || Math.abs(priority) > MOST_PRIORITY) {
    const message = 'A priority is a whole number from -100,000 to 100,000.';
    refuse('invalid', message, `${pointer}/priority`);
  }
}

function refuseTypes({ acltypes, permission }: RoleRule, pointer: string): void {
  if (acltypes === undefined) return;
  if (acltypes.length === 0) refuse('invalid', 'A rule is about one type at least.', pointer);
  if (permission === 'deny') return;
  const stands = permissionOf(acltypes);
  if (stands === permission) return;
  refuse('invalid', `These types stand for ${stands}, not for ${permission}.`, pointer);
}
