import type { Writable } from 'node:stream';
import { FileError } from './command-error.js';

/** Where the answers go. When its reader has gone (`mcm … | head`), there is nobody left to tell. */
export class Output {
  private gone = false;

  constructor(private readonly stream: Writable) {
    // What goes wrong is told where it is written; without a listener it would end the process.
    stream.on('error', () => undefined);
  }

  /**
   * Waits until the reader has taken it. Answers whether there still is one.
   * @throws FileError when it cannot be written, as on a full disk
   */
  async write(text: string): Promise<boolean> {
    if (this.gone) return false;
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) =>
      this.stream.write(text, resolve),
    );
    if (error?.code === 'EPIPE') this.gone = true;
    else if (error) throw new FileError(`the answers cannot be written: ${error.message}`);
    return !this.gone;
  }
}
