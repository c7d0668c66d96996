import type { Migration } from '../migration.js';
import { identity } from './0001-identity.js';

/** Every migration, in order. One that was released is never edited: the next one mends it. */
export const MIGRATIONS: readonly Migration[] = [identity];
