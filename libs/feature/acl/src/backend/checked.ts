import { FileNotReplaced, ReloadFailed, ShadowFailed } from '#link/host';
import { Problem } from '#platform';
import type { BackendCheckDto } from '../api/drift.dto.js';

export const SHADOW_CHECK = 'a mosquitto is here to try changes on';

/** What came of a check. */
export async function checked(
  what: string,
  work: () => Promise<unknown>,
): Promise<BackendCheckDto> {
  try {
    await work();
    return { check: what, result: 'ok', detail: 'It is so.' };
  } catch (error) {
    // What is looked for: the error says what is missing, and the remedy.
    const isFound =
      error instanceof FileNotReplaced ||
      error instanceof ReloadFailed ||
      error instanceof ShadowFailed ||
      error instanceof Problem;
    if (!isFound) throw error;
    return { check: what, result: 'fail', detail: error.message };
  }
}
