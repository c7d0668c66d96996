import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { SecretBytes } from '#domain/mosquitto';

/** What both lines of the broker read; 2.1's own tools make salts of 64 bytes, which 2.0 does not take. */
const SALT_BYTES = 12;
const HASH_BYTES = 64;
/** Of mosquitto_passwd in 2.0. Each login costs the broker's only thread 0.06 ms; a thousand times that at 100,000. */
const ITERATIONS = 101;

const FORM = /^\$(?:6|7\$(\d{1,7}))\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)/;

const derive = promisify(pbkdf2);

/** What stands behind the name in a password_file: `$7$101$<salt>$<hash>`, by PBKDF2-HMAC-SHA512. */
export async function passwordHash(
  password: string,
  iterations = ITERATIONS,
): Promise<SecretBytes> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, iterations, HASH_BYTES, 'sha512');
  const fields = ['', 7, iterations, salt.toString('base64'), hash.toString('base64')];
  return new SecretBytes(Buffer.from(fields.join('$'), 'latin1'));
}

/**
 * Whether the broker takes the password by this hash, `$6$<salt>$<hash>` or `$7$<iterations>$<salt>$<hash>`; none of
 * another form.
 */
export async function isPasswordOf(hash: SecretBytes, password: string): Promise<boolean> {
  const text = Buffer.from(hash.reveal()).toString('latin1');
  const [, iterations, salt = '', key = ''] = FORM.exec(text) ?? [];
  const wanted = Buffer.from(key, 'base64');
  if (wanted.length !== HASH_BYTES) return false;
  const salted = Buffer.from(salt, 'base64');
  const made =
    iterations === undefined
      ? createHash('sha512').update(password).update(salted).digest()
      : await derive(password, salted, Number(iterations), HASH_BYTES, 'sha512');
  return timingSafeEqual(made, wanted);
}
