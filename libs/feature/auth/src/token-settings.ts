import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Keys, type Config } from '#platform';

/** What signs tokens, and for how long they hold. */
@Injectable()
export class TokenSettings {
  readonly secret: string | Buffer;
  /** Milliseconds. */
  readonly lifetime: number;

  constructor(@Inject(CONFIG) { auth }: Config, keys: Keys) {
    this.secret = auth.jwtSecret?.reveal() ?? keys.derive('jwt').reveal();
    this.lifetime = auth.tokenTtl;
  }
}
