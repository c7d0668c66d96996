import { shadowPlugin, shadowProgram } from './shadow-program.js';

/** Whether this machine has what a shadow broker takes, without starting one. @throws ShadowFailed */
export async function canStartShadow({ plugin }: { readonly plugin: boolean }): Promise<void> {
  const { binary } = await shadowProgram(undefined);
  if (plugin) await shadowPlugin(binary);
}
