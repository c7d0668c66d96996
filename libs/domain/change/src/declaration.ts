import type { SecretBytes } from '#domain/mosquitto';
import type { RoleRule, RuleSpec } from './view.js';

/** What is declared of who may do what. A list that is absent is left as it is. */
export interface Declaration {
  readonly users?: readonly DeclaredUser[];
  readonly roles?: readonly DeclaredRole[];
  /** Those of no role. */
  readonly rules?: readonly DeclaredRule[];
}

/** Something of a declaration, and where it stands there as a JSON pointer: `/users/3`. */
interface Declared {
  readonly pointer: string;
}

export interface DeclaredUser extends Declared {
  readonly name: string;
  /** For files: what stands after the colon in the password_file. */
  readonly passwordHash?: SecretBytes;
  /** Of a user who is new; one who is there keeps what there is. */
  readonly password?: SecretBytes;
  readonly disabled: boolean;
  readonly roles: readonly string[];
}

export interface DeclaredRole extends Declared {
  readonly name: string;
  /** Absent: it stays as it is. */
  readonly description?: string;
  readonly rules: readonly (Declared & { readonly rule: RoleRule })[];
}

export interface DeclaredRule extends Declared {
  /** Without a description, that of the rule that is there stays. */
  readonly rule: RuleSpec;
}

export interface DeclarationProblem {
  /** As a JSON pointer: `/rules/3/topic`. */
  readonly pointer: string;
  /** A sentence. */
  readonly detail: string;
}

/** It is no declaration: what is wrong with it, at least one problem. */
export class DeclarationInvalid extends Error {
  override readonly name = 'DeclarationInvalid';

  constructor(readonly problems: readonly DeclarationProblem[]) {
    const [first] = problems;
    const at = first?.pointer === '' ? '' : `${first?.pointer}: `;
    super(first === undefined ? 'It is no declaration.' : `${at}${first.detail}`);
  }
}
