export const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag that was read: refuses the change when somebody else was faster.',
} as const;

/** What may keep anybody from reading. */
export const READS = ['validation-failed', 'not-authenticated', 'role-too-low'] as const;

/** What may keep anybody from changing. */
export const WRITES = [...READS, 'database-unavailable'] as const;
