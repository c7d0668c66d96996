import { Writable } from 'node:stream';
import { destination, pino, type DestinationStream, type Logger } from 'pino';

export interface LoggingOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'json' | 'text';
}

/**
 * The log of the process, on stderr: one JSON object a line, or one readable line. Headers are never
 * logged but by name, so a token cannot get into it.
 */
export function createLogger(
  { level, format }: LoggingOptions,
  out: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, format === 'json' ? out : textTo(out));
}

function textTo(out: DestinationStream): Writable {
  return new Writable({
    write(line: Buffer, _encoding, done) {
      out.write(asText(line.toString()));
      done();
    },
  });
}

/** `12:04:21.310 INFO  Connected to the broker  host=127.0.0.1` */
export function asText(line: string): string {
  const { time, level, msg, context, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 23);
  const said = Object.entries(rest).map(([key, value]) => `${key}=${plain(value)}`);
  const stack = isRecord(err) ? `\n${plain(err['stack'] ?? err['message'])}` : '';
  const from = typeof context === 'string' ? ` [${context}]` : '';
  const head = `${clock} ${String(level).toUpperCase().padEnd(5)}${from} ${plain(msg ?? '')}`;
  return `${[head, ...said].join('  ')}${stack}\n`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
