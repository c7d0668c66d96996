import type { Actor } from '#platform';
import { DELETION_STATES, type DeletionState } from '../api/retained.dto.js';

/** A deletion of retained messages, running or not, as it is kept. Times are in ms since 1970. */
export interface Deletion {
  readonly id: string;
  readonly filter: string;
  readonly state: DeletionState;
  /** Who began what runs now, or ran last: the deletion or its undo. */
  readonly actor: Actor;
  /** Who began the deletion. */
  readonly username: string;
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  readonly messages: number;
  readonly payloadBytes: number;
  readonly deleted: number;
  readonly refused: number;
  readonly leftAlone: number;
  readonly remaining?: number;
  readonly restored?: number;
  readonly skipped?: number;
  readonly expired?: number;
  /** Why it failed, or what went wrong on the way. */
  readonly reason?: string | undefined;
  /** SHA-256 of the records of all messages to delete. */
  readonly sha256?: string;
  /** The undo file is whole and may be used until then. */
  readonly undoUntil?: number | undefined;
}

/** How long a deletion can be undone, and is listed. */
export const KEPT_MS = 86_400_000;

/** Until when it is listed. */
export const keptUntil = ({ startedAt, undoUntil = 0 }: Deletion): number =>
  Math.max(startedAt + KEPT_MS, undoUntil);

const RUNNING: ReadonlySet<DeletionState> = new Set(['deleting', 'verifying', 'restoring']);

export const isRunning = ({ state }: Deletion): boolean => RUNNING.has(state);

const COUNTS = [
  'messages',
  'payloadBytes',
  'deleted',
  'refused',
  'leftAlone',
  'startedAt',
] as const;
const PERHAPS_COUNTS = [
  ...(['endedAt', 'remaining', 'restored', 'skipped', 'expired', 'undoUntil'] as const),
];
const PERHAPS_TEXTS = ['reason', 'sha256'] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VIAS: readonly unknown[] = ['session', 'api-token', 'local'];

export const writeDeletion = (deletion: Deletion): string => `${JSON.stringify(deletion)}\n`;

/** What {@link writeDeletion} wrote; nothing when it says anything else. */
export function readDeletion(text: string): Deletion | undefined {
  const value = jsonOf(text);
  if (!isMembers(value) || !isActor(value['actor'])) return undefined;
  const texts = [value['filter'], value['username']].every((one) => typeof one === 'string');
  const known =
    texts &&
    UUID.test(String(value['id'])) &&
    DELETION_STATES.some((state) => state === value['state']) &&
    COUNTS.every((name) => isCount(value[name])) &&
    PERHAPS_COUNTS.every((name) => value[name] === undefined || isCount(value[name])) &&
    PERHAPS_TEXTS.every((name) => value[name] === undefined || typeof value[name] === 'string');
  // Every member was looked at.
  return known ? (value as unknown as Deletion) : undefined;
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

const isActor = (value: unknown): boolean =>
  isMembers(value) && typeof value['name'] === 'string' && VIAS.includes(value['via']);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SyntaxError: the file is not ours or was damaged, which nothing but parsing can tell.
    return undefined;
  }
}
