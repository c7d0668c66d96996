import type { AccessDocument } from '#domain/change';
import type { SecretBytes } from '#domain/mosquitto';

/** What a revision holds that can be brought to the broker. */
export interface RevisionContent {
  readonly document: AccessDocument;
  /** Absent for a revision that MCM did not apply. */
  readonly probe?: ProbeAccount;
}

/** What proves which revision is in force. */
export interface ProbeAccount {
  readonly revision: number;
  readonly password: SecretBytes;
  /** As it stands in a password_file; for the file backend. */
  readonly hash?: SecretBytes;
}

export interface NumberedContent extends RevisionContent {
  readonly number: number;
  /** The files as they are, whoever's probe is in them; of what is there when a change begins. */
  readonly exact?: ExactFiles;
}

export interface ExactFiles {
  readonly acl?: string;
  readonly passwords?: SecretBytes;
}
