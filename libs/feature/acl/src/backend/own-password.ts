import { credentialOf, type AccessDocument } from '#domain/change';
import { textOf } from '#domain/mosquitto';
import { isPasswordOf } from '#link/host';

/** Whether an account of MCM gets in by the password that MCM has; of the plugin, by the one that it is given now. */
export async function isOwnPassword(
  document: AccessDocument,
  username: string,
  password: string | undefined,
): Promise<boolean> {
  if (password === undefined) return false;
  if (document.backend === 'file') {
    const hash = credentialOf(document, username);
    return hash !== undefined && isPasswordOf(hash, password);
  }
  const given = document.newPasswords.find((one) => one.username === username);
  return given !== undefined && textOf(given.password.reveal()) === password;
}
