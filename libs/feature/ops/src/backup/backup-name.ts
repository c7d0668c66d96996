/** `manual`: somebody asked for it, and nobody but people deletes it. */
export const BACKUP_KINDS = ['scheduled', 'manual'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** All that lies in the folder under another name is none of MCM's, and is left alone. */
export const BACKUP_NAME = /^mcm-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z(-manual)?\.db$/;

export interface NamedBackup {
  readonly name: string;
  readonly kind: BackupKind;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** `mcm-20261126T031500.000Z.db`. */
export function backupName(kind: BackupKind, madeAt: number): string {
  const time = new Date(madeAt).toISOString().replaceAll(/[-:]/g, '');
  return `mcm-${time}${kind === 'manual' ? '-manual' : ''}.db`;
}

/** What a name says, if it is one that MCM gives. */
export function readBackupName(name: string): NamedBackup | undefined {
  const [, year, month, day, hour, minute, second, manual] = BACKUP_NAME.exec(name) ?? [];
  const madeAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(madeAt)) return undefined;
  return { name, kind: manual ? 'manual' : 'scheduled', madeAt };
}
