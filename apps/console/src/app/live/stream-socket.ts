import { DOCUMENT, inject, InjectionToken } from '@angular/core';
import { STREAM_BEARER_PREFIX, STREAM_PATH, STREAM_PROTOCOL, type StreamEvent } from '#contract';

/** Opens a socket to the event stream with this token; a function, so that tests can hand in their own. */
export type OpenStream = (token: string) => WebSocket;

export const OPEN_STREAM = new InjectionToken<OpenStream>('OPEN_STREAM', {
  factory: () => {
    const { origin } = inject(DOCUMENT).location;
    const url = new URL(STREAM_PATH, origin.replace(/^http/, 'ws'));
    return (token) => new WebSocket(url, [STREAM_PROTOCOL, `${STREAM_BEARER_PREFIX}${token}`]);
  },
});

/** A number in [0, 1): the jitter of the backoff. */
export const RANDOM = new InjectionToken<() => number>('RANDOM', { factory: () => Math.random });

const TYPES: Record<StreamEvent['type'], true> = {
  broker_status: true,
  broker_log: true,
  topic_message: true,
  lagged: true,
  access_changed: true,
  access_draft_changed: true,
  access_apply: true,
  access_drift: true,
  schema_verdict: true,
  sparkplug_changed: true,
  alerts_changed: true,
};

/** A frame of the server; `undefined` for one that a newer server sends and this console does not know. */
export function parseFrame(data: unknown): StreamEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame = JSON.parse(data) as StreamEvent;
    return frame.type in TYPES ? frame : undefined;
  } catch {
    // SyntaxError: nothing that this console could show.
    return undefined;
  }
}
