import { Injectable } from '@nestjs/common';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Keys, type Secret } from '#platform';
import type { KnownDevice } from './guesses.js';

const PREFIX = 'mcm_device_';
/** One for each user of a shared browser, and an end. */
const MOST = 16;
const YEAR_S = 31_536_000;
const COOKIE = /^mcm_device_(\d{1,15})=([\w-]{22})\.([\w-]{43})$/;

/**
 * Cookies by which a browser proves that a user has logged in with it. They open nothing: they only decide
 * which counter of failed log-ins counts.
 */
@Injectable()
export class Devices {
  readonly #key: Secret<Buffer>;

  constructor(keys: Keys) {
    this.#key = keys.derive('device');
  }

  /** The devices that a `Cookie` header proves. */
  read(header: string | undefined): readonly KnownDevice[] {
    const cookies = (header ?? '').split(';', 64).map((cookie) => cookie.trim());
    return cookies
      .filter((cookie) => cookie.startsWith(PREFIX))
      .slice(0, MOST)
      .flatMap((cookie) => {
        const [, userId = '', id = '', mac = ''] = COOKIE.exec(cookie) ?? [];
        if (id === '') return [];
        const right = timingSafeEqual(Buffer.from(mac), Buffer.from(this.mac(userId, id)));
        return right ? [{ userId: Number(userId), id }] : [];
      });
  }

  /** The `Set-Cookie` header after a log-in: the device stays the same one if it was known. */
  cookie(userId: number, known: readonly KnownDevice[], secure: boolean): string {
    const device = known.find((one) => one.userId === userId);
    const id = device?.id ?? randomBytes(16).toString('base64url');
    const value = `${PREFIX}${userId}=${id}.${this.mac(String(userId), id)}`;
    const scope = `Path=/api/v1/auth; Max-Age=${YEAR_S}; HttpOnly; SameSite=Strict`;
    return `${value}; ${scope}${secure ? '; Secure' : ''}`;
  }

  private mac(userId: string, id: string): string {
    return createHmac('sha256', this.#key.reveal()).update(`${userId}.${id}`).digest('base64url');
  }
}
