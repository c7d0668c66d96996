import type { StreamEvent } from '#contract';

/** Stands for the server's end of the stream in tests: what was opened, what was sent, what is told. */
export class FakeStream {
  readonly opened: FakeSocket[] = [];

  readonly open = (token: string): WebSocket => {
    const socket = new FakeSocket(token);
    this.opened.push(socket);
    return socket as unknown as WebSocket;
  };

  /** The socket opened last. */
  get last(): FakeSocket {
    const socket = this.opened.at(-1);
    if (socket === undefined) throw new Error('No socket was opened.');
    return socket;
  }
}

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readyState: number = WebSocket.CONNECTING;
  readonly sent: unknown[] = [];
  closed = false;

  constructor(readonly token: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
    this.readyState = WebSocket.CLOSED;
  }

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  tell(event: StreamEvent): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  lose(code = 1006): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }
}
