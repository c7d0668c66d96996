/** A payload as it is judged: read once, however many schemas it has to fit. */
export interface JsonPayload {
  readonly bytes: number;
  readonly isJson: boolean;
  /** What the JSON says; of members of the same name, the last. */
  readonly value: unknown;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readPayload(payload: Uint8Array): JsonPayload {
  try {
    return { bytes: payload.length, isJson: true, value: JSON.parse(UTF8.decode(payload)) };
  } catch {
    // TypeError and SyntaxError: whether bytes are UTF-8, and JSON, is known when they are read.
    return { bytes: payload.length, isJson: false, value: undefined };
  }
}
