import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '../config/secret.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what has to be read again and must not lie open in the database: nonce, ciphertext and tag. */
export class Sealer {
  readonly #key: Secret<Buffer>;

  /** @param key 32 bytes */
  constructor(key: Secret<Buffer>) {
    this.#key = key;
  }

  /** @param place where it is kept: it opens nowhere else */
  seal(content: Uint8Array, place: string): Secret<Buffer> {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key.reveal(), nonce).setAAD(Buffer.from(place));
    const text = Buffer.concat([cipher.update(content), cipher.final()]);
    return new Secret(Buffer.concat([nonce, text, cipher.getAuthTag()]));
  }

  /** Nothing when it was sealed with another key or for another place. */
  open(sealed: Secret<Buffer>, place: string): Buffer | undefined {
    const bytes = sealed.reveal();
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
    const options = { authTagLength: TAG_BYTES };
    try {
      const decipher = createDecipheriv(CIPHER, this.#key.reveal(), nonce, options)
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(text), decipher.final()]);
    } catch {
      // Whether a key fits is known by trying: the tag does not match.
      return undefined;
    }
  }
}
