import type { ImportedPassword, MqttUserImport, UserImportFormat } from '../api/models';
import { counted } from '../ui/formats';

/** Characters that MCM takes at once. */
export const MOST_CHARACTERS = 8 << 20;

export const FORMAT_WORDS: Readonly<Record<UserImportFormat, string>> = {
  csv: 'CSV',
  password_file: 'password_file',
};

export const FORMAT_HINTS: Readonly<Record<UserImportFormat, string>> = {
  csv: 'The first line names the columns: username, and if wanted password and roles. MCM makes the passwords that are empty. Roles are separated by a semicolon; an empty cell means none, and without the column users keep theirs.',
  password_file: 'As mosquitto_passwd writes it. The passwords stay what they are.',
};

export const FORMAT_EXAMPLES: Readonly<Record<UserImportFormat, string>> = {
  csv: 'username,password,roles\nplc-7,,sensors;line-2\nplc-8,its password,sensors',
  password_file: 'plc-7:$7$101$…\nplc-8:$7$101$…',
};

/** What a text looks like; nothing when it may be either. */
export function guessFormat(text: string): UserImportFormat | undefined {
  const [first = ''] = text.trimStart().split('\n', 1);
  if (/^[^:,]+:\$\d/.test(first)) return 'password_file';
  return /(^|,)\s*"?username"?\s*(,|$)/i.test(first.trim()) ? 'csv' : undefined;
}

/** Why a text is not even sent. */
export function importFault(text: string): string | undefined {
  if (text.trim() === '') return 'Choose a file, or paste its text.';
  if (text.length <= MOST_CHARACTERS) return undefined;
  return `It has ${counted(text.length, 'character')}; ${counted(MOST_CHARACTERS, 'character')} are the most. Import it in parts.`;
}

/** What became of an import, as a sentence. */
export function importWords({ created, changed, refusedTotal }: MqttUserImport): string {
  const parts = [
    created > 0 || changed === 0 ? `${counted(created, 'user')} added` : '',
    changed > 0 ? `${counted(changed, 'user')} given another password` : '',
    refusedTotal > 0 ? `${counted(refusedTotal, 'line')} left out` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

/** Passwords as a CSV (RFC 4180) that a spreadsheet takes for text, whatever they begin with. */
export function passwordsCsv(passwords: readonly ImportedPassword[]): string {
  const rows = passwords.map(({ username, password }) => [username, password]);
  return [['username', 'password'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
