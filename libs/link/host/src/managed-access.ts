import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SecretBytes } from '#domain/mosquitto';
import { passwordHash } from './password-hash.js';
import { replaceFile } from './replace-file.js';

const USERNAME = 'mcm';
const PASSWORD_BYTES = 24;

/** What the broker's clients may do until somebody says otherwise. */
const RULES = `# Written by MCM at the first start of this broker. It is changed when changes are applied, and kept otherwise.

# Clients that name no user may do everything.
topic readwrite #
topic read $SYS/#

user ${USERNAME}
# MCM itself, with the password in mcm.password.
topic readwrite #
topic read $SYS/#
`;

/** How MCM logs in to the broker that it runs. */
export interface ManagedLogin {
  readonly username: string;
  readonly password: SecretBytes;
}

/** Where the broker in this folder has what it decides by. */
export interface AccessPlaces {
  readonly aclFile: string;
  readonly passwordFile: string;
  /** MCM's own, in the clear. */
  readonly ownPassword: string;
}

export function accessPlaces(folder: string): AccessPlaces {
  return {
    aclFile: join(folder, 'acl'),
    passwordFile: join(folder, 'passwords'),
    ownPassword: join(folder, 'mcm.password'),
  };
}

/**
 * Writes rules and users where there are none yet; files that are there stay as they are. Answers how MCM logs in;
 * nothing when its password is lost. `lost` when there are users but no rules: they were there, and nobody but who took
 * them away knows what they allowed.
 */
export async function prepareAccess(folder: string): Promise<ManagedLogin | 'lost' | undefined> {
  const { aclFile, passwordFile, ownPassword } = accessPlaces(folder);
  const [rules, users, own] = await Promise.all(
    [aclFile, passwordFile, ownPassword].map(contentOf),
  );
  if (rules === undefined && (users !== undefined || own !== undefined)) return 'lost';
  // In this order, so that rules are missing beside the others only if somebody took them away.
  if (rules === undefined) await replaceFile(aclFile, RULES);
  if (users !== undefined) return own === undefined ? undefined : loginWith(own);
  const password = own ?? Buffer.from(`${randomBytes(PASSWORD_BYTES).toString('base64url')}\n`);
  if (own === undefined) await replaceFile(ownPassword, password);
  const login = loginWith(password);
  const text = Buffer.from(login.password.reveal()).toString('latin1');
  const hash = Buffer.from((await passwordHash(text)).reveal()).toString('latin1');
  await replaceFile(passwordFile, `${USERNAME}:${hash}\n`);
  return login;
}

/** How MCM logs in to the broker in this folder, as far as whoever asks may know. */
export async function readLogin(folder: string): Promise<ManagedLogin | undefined> {
  const own = await contentOf(accessPlaces(folder).ownPassword);
  return own && loginWith(own);
}

/** The password is the line in the file. */
function loginWith(content: Buffer): ManagedLogin {
  const password = Buffer.from(content.toString('latin1').trim(), 'latin1');
  return { username: USERNAME, password: new SecretBytes(password) };
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    // ENOENT: not yet, or not any more.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}
