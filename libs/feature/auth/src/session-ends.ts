import { Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import type { Ended } from '#platform';

/** Tells that sessions and tokens ended before their time, so that what they opened is closed. */
@Injectable()
export class SessionEnds {
  private readonly events = new EventEmitter<{ ended: [Ended] }>();

  tell(ended: Ended): void {
    this.events.emit('ended', ended);
  }

  listen(listener: (ended: Ended) => void): () => void {
    this.events.on('ended', listener);
    return () => this.events.off('ended', listener);
  }
}
