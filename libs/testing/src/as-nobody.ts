const NOBODY = 65_534;

/** Lets `work` run without root's rights, which open everything; where tests do not run as root, as it is. */
export async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
