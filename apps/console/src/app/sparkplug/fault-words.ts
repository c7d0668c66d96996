import type { EventKind, FaultKind } from '#domain/sparkplug';
import { counted } from '../ui/formats';
import type { IconName } from '../ui/icons';

/** What a fault is, and what to do about it. */
export interface FaultWords {
  /** In a list of what happened. */
  readonly short: string;
  /** With its number, where that is known. */
  readonly title: (count: number | undefined) => string;
  readonly todo: string;
}

const fault = (short: string, one: string, many: string, todo: string): FaultWords => ({
  short,
  title: (count) => (count === undefined ? short : counted(count, one, many)),
  todo,
});

export const FAULT_WORDS: Readonly<Record<FaultKind, FaultWords>> = {
  'rebirth-storm': fault(
    'Rebirth storm',
    'Rebirth storm',
    'rebirth storms',
    'Five births within a minute. Either it loses its connection again and again, or a host application keeps asking: look at its link, and at who publishes NCMD.',
  ),
  'seq-gap': fault(
    'Gap in seq',
    'gap in seq',
    'gaps in seq',
    'Messages did not arrive in their order. Ask for a rebirth, so that hosts have every value again; then look for a poor link, or a second client that publishes as this node.',
  ),
  'seq-missing': fault(
    'Message without seq',
    'message without seq',
    'messages without seq',
    'Nobody can tell whether messages are lost. The node’s software has to number every message but its death from 0 to 255.',
  ),
  'bdseq-mismatch': fault(
    'Death of another session',
    'death of another session',
    'deaths of other sessions',
    'The will of an earlier connection came after the next birth; it ended nothing. Shorten the keep-alive, or let the node wait before it connects again. If it goes on, two clients share its name.',
  ),
  'bdseq-missing': fault(
    'Birth or death without bdSeq',
    'birth or death without bdSeq',
    'births or deaths without bdSeq',
    'A death cannot be told from one of an earlier session. The node’s software has to put bdSeq into its will and its NBIRTH.',
  ),
  'late-birth': fault(
    'Data before the birth',
    'birth after its data',
    'births after their data',
    'The node sent data first and its birth later, so hosts could not read it. Its software has to publish NBIRTH as the first message of a session.',
  ),
  'data-while-offline': fault(
    'Data after its death',
    'message after its death',
    'messages after its death',
    'It sent data after its death and before a birth. Ask for a rebirth; without one, no host knows what the data mean.',
  ),
  'device-without-birth': fault(
    'Device data without a birth',
    'message of an unborn device',
    'messages of unborn devices',
    'A device sent data before its DBIRTH. Ask for a rebirth, which brings those of the devices as well.',
  ),
  'unknown-alias': fault(
    'Alias that no birth explains',
    'value by an unknown alias',
    'values by unknown aliases',
    'These values cannot be named. Ask for a rebirth; if they come back, the node’s births leave metrics out.',
  ),
  'unknown-metric': fault(
    'Metric that was not in the birth',
    'value of an unborn metric',
    'values of unborn metrics',
    'A birth has to name every metric that data will have. Ask for a rebirth; if it stays, the node has to be born again whenever its metrics change.',
  ),
  'alias-collision': fault(
    'Alias used twice',
    'alias used twice',
    'aliases used twice',
    'Two metrics of the node share an alias, so a value may be taken for the other. Give every metric of the node and its devices an alias of its own.',
  ),
  'type-mismatch': fault(
    'Value of another type',
    'value of another type',
    'values of another type',
    'A value is none of the type that its birth gave the metric; it is shown as it came.',
  ),
  retained: fault(
    'Retained message',
    'retained message',
    'retained messages',
    'Births, data and deaths must not be retained: whoever subscribes later takes what was for what is. Delete it on the page Retained, and turn retain off in the node.',
  ),
  'bad-payload': fault(
    'Unreadable payload',
    'unreadable payload',
    'unreadable payloads',
    'It is no Sparkplug B payload. Something else may publish to a topic of this node; the topic’s page shows the bytes.',
  ),
  'bad-state': fault(
    'Unreadable STATE',
    'unreadable STATE',
    'unreadable STATEs',
    'A host application says in a way that cannot be read whether it is there.',
  ),
};

/** What stands in a timeline. */
export interface EventWords {
  readonly icon: IconName;
  /** The class of the icon. */
  readonly colour: 'ok' | 'warning' | 'fault' | 'unknown' | 't3';
  readonly title: string;
}

const EVENTS: Readonly<Record<Exclude<EventKind, FaultKind>, EventWords>> = {
  birth: { icon: 'ok', colour: 'ok', title: 'Born' },
  death: { icon: 'fault', colour: 'fault', title: 'Died' },
  data: { icon: 'unknown', colour: 'unknown', title: 'Heard again' },
  unconfirmed: { icon: 'unknown', colour: 'unknown', title: 'Not confirmed' },
  'device-birth': { icon: 'device', colour: 'ok', title: 'Device born' },
  'device-death': { icon: 'device', colour: 'fault', title: 'Device died' },
  'rebirth-requested': { icon: 'refresh', colour: 't3', title: 'Rebirth requested' },
  'stale-death': { icon: 'info', colour: 't3', title: 'Death ignored' },
};

export function isFault(kind: string): kind is FaultKind {
  return Object.hasOwn(FAULT_WORDS, kind);
}

/** An event in words; one that this console does not know yet goes by its name. */
export function eventWords(kind: string): EventWords {
  if (isFault(kind)) {
    return { icon: 'warning', colour: 'warning', title: FAULT_WORDS[kind].short };
  }
  return Object.hasOwn(EVENTS, kind)
    ? EVENTS[kind as keyof typeof EVENTS]
    : { icon: 'info', colour: 't3', title: kind };
}
