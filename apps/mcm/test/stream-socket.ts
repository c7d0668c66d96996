import { connect, type Socket } from 'node:net';
import { STREAM_PATH } from '#contract';

/** First bytes of a frame (RFC 6455 section 5.2). */
export const TEXT = 0x81;
export const BINARY = 0x82;
export const FIRST_OF_SEVERAL = 0x01;
export const LAST_OF_SEVERAL = 0x80;

/** A frame as a client sends it: masked. */
export function frame(first: number, payload: string | Buffer): Buffer {
  const mask = [1, 2, 3, 4];
  const masked = Uint8Array.from(Buffer.from(payload), (byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.from([first, ...lengthOf(masked), ...mask, ...masked]);
}

function lengthOf({ length }: Uint8Array): number[] {
  if (length < 126) return [0x80 | length];
  const size = length < 65_536 ? 2 : 8;
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return [0x80 | (size === 2 ? 126 : 127), ...bytes.subarray(8 - size)];
}

/** A stream whose bytes are written and read by hand. */
export class StreamSocket {
  /** Everything that came after the answer to the upgrade. */
  received = Buffer.alloc(0);
  closed = false;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined); // the server may reset what was made a mess of
    socket.on('close', () => (this.closed = true));
  }

  static async open(url: string, token: string): Promise<StreamSocket> {
    const { port, hostname, host } = new URL(url);
    const stream = new StreamSocket(connect(Number(port), hostname));
    const { socket } = stream;
    socket.write(
      [
        `GET ${STREAM_PATH} HTTP/1.1`,
        `Host: ${host}`,
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Sec-WebSocket-Protocol: mcm.v1, Bearer.${token}`,
        '',
        '',
      ].join('\r\n'),
    );
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    const end = answer.indexOf('\r\n\r\n') + 4;
    stream.received = Buffer.from(answer.subarray(end));
    socket.on('data', (chunk: Buffer) => {
      stream.received = Buffer.concat([stream.received, chunk]);
    });
    return stream;
  }

  send(...frames: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  /** The code of the server's close frame, once it has come. */
  get closedWith(): number | undefined {
    for (let at = 0; at + 2 <= this.received.length;) {
      const first = this.received[at] ?? 0;
      const short = this.received[at + 1] ?? 0;
      if (first === 0x88) return short < 2 ? 1005 : this.received.readUInt16BE(at + 2);
      const long = short < 126 ? 0 : short === 126 ? 2 : 8;
      if (at + 2 + long > this.received.length) return undefined;
      const length = long === 0 ? short : this.received.readUIntBE(at + 2, Math.min(long, 6));
      at += 2 + long + length;
    }
    return undefined;
  }
}
