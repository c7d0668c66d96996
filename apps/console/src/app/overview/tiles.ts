import type { Status } from '../api/models';
import { bytes, count, rate, size } from '../ui/formats';
import { sysFigure } from './sys-figure';

/** One figure with all that is to be said about it. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  /** The line below it. */
  readonly second: string;
  /** Where it comes from, as a sentence without its age. */
  readonly source: string;
  /** Milliseconds since the epoch; absent for what nobody told. */
  readonly at?: number;
  readonly attention?: boolean;
}

const NOT_TOLD = { value: '–', unit: '', second: 'Not told by this broker' } as const;

/** What the broker says about itself below `$SYS`. */
export function brokerTiles(status: Status): readonly Tile[] {
  return [
    perSecond(status, 'Messages in', 'load/publish/received'),
    perSecond(status, 'Messages out', 'load/publish/sent'),
    counted(status, 'Clients', 'clients/connected', ['clients/total', 'with offline ones']),
    counted(status, 'Subscriptions', 'subscriptions/count', [
      'shared_subscriptions/count',
      'of them shared',
    ]),
    counted(status, 'Retained', 'retained messages/count', [
      'store/messages/bytes',
      'in the store',
    ]),
    dropped(status),
  ];
}

/** What MCM itself has seen, as a subscriber. */
export function observedTiles(status: Status, at: number): readonly Tile[] {
  const { observer, traffic } = status;
  const volume = bytes(traffic.bytesPerSecond);
  const source = 'Counted by MCM from the messages it receives';
  return [
    {
      label: 'Messages observed',
      value: rate(traffic.messagesPerSecond),
      unit: '/s',
      second: `${count(observer.messages)} in all`,
      source: `${source}, mean of the last 10 s`,
      at,
    },
    {
      label: 'Payload observed',
      value: volume.value,
      unit: `${volume.unit}/s`,
      second: `${size(observer.payloadBytes)} in all`,
      source: `${source}, mean of the last 10 s`,
      at,
    },
    {
      label: 'Topics',
      value: count(observer.topics),
      unit: '',
      second:
        observer.evictedTopics === 0 ? 'none let go' : `${count(observer.evictedTopics)} let go`,
      source,
      at,
    },
    {
      label: 'Memory for topics',
      value: bytes(observer.memoryUsed).value,
      unit: bytes(observer.memoryUsed).unit,
      second: `of ${size(observer.memoryBudget)}`,
      source: 'Held by MCM for topics and their last values',
      at,
    },
  ];
}

function perSecond(status: Status, label: string, name: string): Tile {
  const told = sysFigure(status, `${name}/1min`);
  const source = `From $SYS/broker/${name}/1min, the mean of a minute`;
  if (told === undefined) return { label, ...NOT_TOLD, source };
  const quarter = sysFigure(status, `${name}/15min`);
  return {
    label,
    value: rate(told.value / 60),
    unit: '/s',
    second: quarter === undefined ? '' : `15 min mean ${rate(quarter.value / 60)}`,
    source,
    at: told.at,
  };
}

function counted(
  status: Status,
  label: string,
  name: string,
  [secondName, secondText]: readonly [name: string, text: string],
): Tile {
  const told = sysFigure(status, name);
  const source = `From $SYS/broker/${name}`;
  if (told === undefined) return { label, ...NOT_TOLD, source };
  const second = sysFigure(status, secondName);
  const amount =
    second && (secondName.endsWith('/bytes') ? size(second.value) : count(second.value));
  return {
    label,
    value: count(told.value),
    unit: '',
    second: amount === undefined ? '' : `${amount} ${secondText}`,
    source,
    at: told.at,
  };
}

function dropped(status: Status): Tile {
  const told = sysFigure(status, 'load/publish/dropped/1min');
  const source =
    'From $SYS/broker/load/publish/dropped/1min, the mean of a minute, all clients together';
  if (told === undefined) return { label: 'Dropped', ...NOT_TOLD, source };
  const total = sysFigure(status, 'publish/messages/dropped');
  return {
    label: 'Dropped',
    value: rate(told.value),
    unit: '/min',
    second: total === undefined ? '' : `${count(total.value)} since its start`,
    source,
    at: told.at,
    attention: told.value >= 0.005,
  };
}
