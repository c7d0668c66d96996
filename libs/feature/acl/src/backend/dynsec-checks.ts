import { canStartShadow } from '#link/host';
import { checked, SHADOW_CHECK, type BackendCheck } from './checked.js';

/**
 * Whether MCM could command the dynamic-security plugin now.
 * @param read reads the plugin's state; throws Problem, ControlUnavailable or CommandRefused
 */
export async function dynsecChecks(read: () => Promise<unknown>): Promise<readonly BackendCheck[]> {
  return [
    await checked('control', 'the plugin answers MCM’s account for commands', read),
    await checked('shadow', SHADOW_CHECK, () => canStartShadow({ plugin: true })),
  ];
}
