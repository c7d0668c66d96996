import fc from 'fast-check';

/** Names that a line can be misread by, and plain ones. */
const NAMES = [
  ...['c', 'c d', 'plc-7', 'a 1 b', 'a', 'c [192.0.2.7:3]', 'x disconnected.', 'ü\u2028x'],
  ...[
    "x (p5, c1, k60, u'root",
    'y (p2, c1, k60).',
    'c closed its connection.',
    'c disconnected: y',
  ],
];
const FILTERS = ['#', 'a/+', 'b 0 c', '1', '1 b', 'line 2/#'];

export type Deed =
  | { readonly do: 'connect'; readonly id: string; readonly user: string; readonly v5: boolean }
  | { readonly do: 'leave' | 'cut' | 'refused' | 'reload'; readonly id: string }
  | { readonly do: 'subscribe' | 'unsubscribe'; readonly id: string; readonly filter: string };

const id = fc.constantFrom(...NAMES);
const filter = fc.constantFrom(...FILTERS);
export const deeds = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('connect' as const),
        ...{ id, user: fc.constantFrom('', 'u', ...NAMES), v5: fc.boolean() },
      }),
    },
    fc.record({ do: fc.constantFrom('leave', 'cut', 'refused', 'reload'), id }),
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('subscribe', 'unsubscribe'), id, filter }),
    },
  ),
  { maxLength: 40 },
) as fc.Arbitrary<readonly Deed[]>;

/** What clients that all begin a new session do with a broker, and what it logs of it, in the words of its version. */
export class Diary {
  readonly lines: string[] = [];
  /** Who is connected, with their filters. */
  readonly connected = new Map<string, Set<string>>();
  readonly #ports = new Map<string, number>();
  #port = 0;

  constructor(private readonly version: '2.0' | '2.1') {}

  write(deed: Deed): void {
    const { id } = deed;
    if (deed.do === 'connect') this.#connect(deed);
    else if (deed.do === 'refused')
      this.#ended(id, ++this.#port, ', not authorised', ': not authorised');
    // For sessions of clients that are away, SIGHUP has such a line written as well.
    else if (deed.do === 'reload' && !this.connected.has(id)) this.#ended(id, 1_000, '', '');
    else if (this.connected.has(id)) this.#go(deed);
  }

  #go(deed: Exclude<Deed, { do: 'connect' }>): void {
    const { id } = deed;
    const port = this.#ports.get(id) ?? 0;
    const filters = this.connected.get(id);
    if (deed.do === 'subscribe') {
      filters?.add(deed.filter);
      this.lines.push(`subscribe: ${id} 1 ${deed.filter}`);
    } else if (deed.do === 'unsubscribe') {
      filters?.delete(deed.filter);
      this.lines.push(`unsubscribe: ${id} ${deed.filter}`);
    } else {
      this.connected.delete(id);
      if (deed.do !== 'cut') this.#ended(id, port, '', '');
      else if (this.version === '2.0') this.lines.push(`Client ${id} closed its connection.`);
      else this.#ended(id, port, '', ': connection closed by client');
    }
  }

  #connect({ id, user, v5 }: Deed & { do: 'connect' }): void {
    const port = ++this.#port;
    this.lines.push(`New connection from 192.0.2.7:${port} on port 1883.`);
    const earlier = this.#ports.get(id) ?? 0;
    if (this.connected.has(id)) {
      if (this.version === '2.1') this.#ended(id, earlier, '', ': session taken over');
      else this.lines.push(`Client ${id} already connected, closing old connection.`);
    }
    this.connected.set(id, new Set());
    this.#ports.set(id, port);
    const protocol = v5 ? 5 : this.version === '2.0' ? 2 : 4;
    const name = user && `, u'${user}'`;
    this.lines.push(
      `New client connected from 192.0.2.7:${port} as ${id} (p${protocol}, c1, k60${name}).`,
    );
  }

  #ended(id: string, port: number, words20: string, words21: string): void {
    this.lines.push(
      this.version === '2.0'
        ? `Client ${id} disconnected${words20}.`
        : `Client ${id} [192.0.2.7:${port}] disconnected${words21}.`,
    );
  }
}
