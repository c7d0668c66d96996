import { AUTH_ROWS } from '#feature/auth';

/** The rows that TypeORM knows, of all features: one list for the server, its commands and its tests. */
export const ENTITIES = [...AUTH_ROWS];
