import type { Logger } from 'pino';

/** A log that is written whatever `logging.level` is. */
export type RecordLog = Pick<Logger, 'info'>;

/** Injection token of the {@link RecordLog}. */
export const RECORD_LOG = Symbol('RECORD_LOG');

/**
 * The log for what is evidence rather than news: it has to be there when somebody asks years later, so the
 * level that was set to have less to read does not count. Its lines say `info`: nobody has to be alarmed.
 */
export const recordLog = (logger: Logger): RecordLog => logger.child({}, { level: 'info' });
