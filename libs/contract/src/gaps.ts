/**
 * So many of the latest gaps in what was observed are kept and told. With fewer, all are there, and the first is the time
 * before the first connection.
 */
export const KEPT_GAPS = 200;
