import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Credential } from '#domain/change';
import { bytesOf, SecretBytes } from '#domain/mosquitto';
import { passwordHash } from '#link/host';
import { Problem } from '#platform';
import { AccessBackends } from '../backend/access-backends.js';

/** 24 characters, 144 bits. */
const MADE_BYTES = 18;

/** A credential, and the password if it was made here. */
export interface NewCredential {
  readonly credential: Credential;
  readonly password?: string;
}

/** Makes what logs users in. */
@Injectable()
export class Credentials {
  constructor(private readonly backends: AccessBackends) {}

  /** Of the password that is given, or of a new one. @throws Problem `validation-failed` */
  async make(given?: string): Promise<NewCredential> {
    if (given === '') {
      const detail = 'A password has at least one character; leave it out to have one made.';
      throw new Problem('validation-failed', detail, {
        extensions: { errors: [{ pointer: '/password', detail }] },
      });
    }
    const password = given ?? newPassword();
    const credential = await this.of(password);
    return { credential, ...(given === undefined && { password }) };
  }

  /** Files hold hashes; the plugin hashes by itself. */
  private async of(password: string): Promise<Credential> {
    return this.backends.get().kind === 'file'
      ? passwordHash(password)
      : new SecretBytes(bytesOf(password));
  }
}

function newPassword(): string {
  return randomBytes(MADE_BYTES).toString('base64url');
}
