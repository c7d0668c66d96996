import { DOCUMENT, inject, Service, signal } from '@angular/core';

const KEY = 'mcm-topics-open';
/** More than anybody keeps in view; the oldest close first. */
const KEPT = 500;

/** Which topics stand open in the tree: the address would grow without end, so this tab remembers. */
@Service()
export class OpenLevels {
  readonly #storage = inject(DOCUMENT).defaultView?.sessionStorage;
  readonly #ids = signal<ReadonlySet<string>>(this.#read());
  readonly ids = this.#ids.asReadonly();

  open(...ids: readonly string[]): void {
    this.#write(new Set([...this.#ids(), ...ids].slice(-KEPT)));
  }

  close(...ids: readonly string[]): void {
    const gone = new Set(ids);
    this.#write(new Set([...this.#ids()].filter((id) => !gone.has(id))));
  }

  #write(ids: ReadonlySet<string>): void {
    this.#ids.set(ids);
    this.#storage?.setItem(KEY, JSON.stringify([...ids]));
  }

  #read(): ReadonlySet<string> {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(KEY) ?? '[]');
      return new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []);
    } catch {
      // SyntaxError: something else wrote under this key; nothing is open then.
      return new Set();
    }
  }
}
