import { Injectable } from '@nestjs/common';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { SecretBytes } from '#domain/mosquitto';
import { Keys, Problem, Sealer, Secret } from '#platform';

const SECRET = '$secret';

/** Encrypts what has passwords and hashes in it, for the database. */
@Injectable()
export class ContentSeal {
  private readonly sealer: Sealer;

  constructor(keys: Keys) {
    this.sealer = new Sealer(keys.derive('access'));
  }

  /** @param place where it is kept: it opens nowhere else */
  async seal(content: object, place: string): Promise<Buffer> {
    const json = JSON.stringify(content, (_, value: unknown) =>
      value instanceof SecretBytes
        ? { [SECRET]: Buffer.from(value.reveal()).toString('base64') }
        : value,
    );
    return this.sealer.seal(await promisify(deflate)(json), place).reveal();
  }

  /** @throws Problem `revision-not-kept` when it was sealed with another key */
  async open<Content>(sealed: Buffer, place: string): Promise<Content> {
    const opened = this.sealer.open(new Secret(sealed), place);
    if (opened === undefined) {
      throw new Problem(
        'revision-not-kept',
        'It was encrypted with another secret.key than there is now, as after a restore without keys.',
      );
    }
    const json = (await promisify(inflate)(opened)).toString();
    return JSON.parse(json, (_, value: unknown) =>
      isSecret(value) ? new SecretBytes(Buffer.from(value[SECRET], 'base64')) : value,
    ) as Content;
  }
}

function isSecret(value: unknown): value is { readonly [SECRET]: string } {
  if (typeof value !== 'object' || value === null || !(SECRET in value)) return false;
  return typeof value[SECRET] === 'string' && Object.keys(value).length === 1;
}
