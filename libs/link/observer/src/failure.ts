import { connackReason } from '#domain/mqtt';
import { ReasonCodes } from 'mqtt';
import type { BrokerTarget } from './snapshot.js';
import {
  addressOf,
  closeRemedy,
  codeOf,
  explainSocketError,
  type Explanation,
} from './socket-error.js';
import type { Outcome } from './version-plan.js';

/** Why there is no connection. */
export type Failure =
  /** Of the socket, of TLS, or of mqtt.js. */
  | { readonly kind: 'error'; readonly error: Error }
  /** CONNACK said no. */
  | { readonly kind: 'refused'; readonly code: number }
  /** SUBACK said no. */
  | { readonly kind: 'not-granted'; readonly filter: string; readonly code: number }
  /** The broker sent DISCONNECT. */
  | { readonly kind: 'dismissed'; readonly code: number }
  | { readonly kind: 'closed'; readonly answered: boolean };

/** What a failure says about the protocol version that was tried. */
export function outcomeOf(failure: Failure): Outcome {
  switch (failure.kind) {
    case 'refused':
      // 0x84 is MQTT 5's; a 3.1.1 broker answers 1 (MQTT 3.1.1 section 3.2.2.3).
      return failure.code === 0x84 || failure.code === 1 ? 'version-refused' : 'failed';
    case 'closed':
      return failure.answered ? 'failed' : 'closed-unanswered';
    case 'error':
      return codeOf(failure.error) === 'ECONNRESET' ? 'closed-unanswered' : 'failed';
    case 'not-granted':
    case 'dismissed':
      return 'failed';
  }
}

/** A sentence or two that name the thing and the remedy; never a password or a key. */
export function describeFailure(failure: Failure, target: BrokerTarget): string {
  const { what, remedy } = explainFailure(failure, target);
  return remedy === undefined ? `${what}.` : `${what}. ${remedy}`;
}

/** The same, with the remedy apart. */
export function explainFailure(failure: Failure, target: BrokerTarget): Explanation {
  const broker = `The broker at ${addressOf(target)}`;
  switch (failure.kind) {
    case 'error':
      return explainSocketError(failure.error, target);
    case 'refused':
      return {
        what: `${broker} refused the log-in: ${connackReason(failure.code)}`,
        remedy: refusalRemedy(failure.code, target),
      };
    case 'not-granted':
      return {
        what: `${broker} refused the subscription to ${failure.filter}: ${nameOf(failure.code)}`,
        remedy: 'Let the user of mosquitto.username subscribe to it.',
      };
    case 'dismissed':
      return {
        what: `${broker} ended the connection: ${nameOf(failure.code)}`,
        remedy: dismissalRemedy(failure.code),
      };
    case 'closed':
      return failure.answered
        ? {
            what: `${broker} closed the connection`,
            remedy: "See the broker's log for the reason.",
          }
        : {
            what: `${broker} closed the connection without an answer`,
            remedy: closeRemedy(target),
          };
  }
}

function refusalRemedy(code: number, { account = 'mosquitto' }: BrokerTarget): string {
  switch (code) {
    case 4: // 3.1.1: bad user name or password
    case 5: // 3.1.1: not authorised
    case 0x86:
    case 0x87:
      return `Correct ${account}.username and ${account}.password.`;
    case 2: // 3.1.1: identifier rejected
    case 0x85:
      return "Let the broker accept client ids that begin with 'mcm-'.";
    case 3: // 3.1.1: server unavailable
    case 0x88: // server unavailable
    case 0x89: // server busy
    case 0x97: // quota exceeded
    case 0x9f: // connection rate exceeded
      return "See the broker's log for the reason; MCM keeps trying.";
    default:
      return "See the broker's log for the reason.";
  }
}

function dismissalRemedy(code: number): string {
  if (code === 0x8e) return "Another client took MCM's client id: give it another one.";
  return "See the broker's log for the reason; MCM keeps trying.";
}

function nameOf(code: number): string {
  const names: Readonly<Record<number, string>> = ReasonCodes;
  return names[code] ?? `reason code ${code}`;
}
