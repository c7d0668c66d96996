const WINDOW_MS = 10;
/** Below this a rest that lasts ten times too long on a busy machine still fits into the kernel's buffers. */
const CALM_BYTES_PER_MS = 32_768;
const SMALL_READ_BYTES = 65_536;

/**
 * Says when a reader may rest before it reads again. A broker writes messages one by one; read as they come,
 * each costs a system call and two switches of thread, several times what MCM does with it. But bytes must
 * not pile up: what the kernel cannot hold the broker drops.
 */
export class ReadPace {
  #windowStart = 0;
  #windowBytes = 0;
  #calm = true;

  /** Whether to rest after a read of `count` bytes that emptied the socket at `now` (ms). */
  mayRest(count: number, now: number): boolean {
    this.#windowBytes += count;
    const elapsed = now - this.#windowStart;
    if (elapsed >= WINDOW_MS) {
      this.#calm = this.#windowBytes < elapsed * CALM_BYTES_PER_MS;
      this.#windowStart = now;
      this.#windowBytes = 0;
    }
    return this.#calm && count < SMALL_READ_BYTES;
  }
}
