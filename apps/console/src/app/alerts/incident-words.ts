import type { Incident } from '../api/models';
import { duration } from '../ui/formats';

/** How long it fired: "4 min", or so far. */
export function lasted({ firedAt, resolvedAt }: Incident, now: number): string {
  const end = resolvedAt === undefined ? now : Date.parse(resolvedAt);
  return duration(end - Date.parse(firedAt));
}

/** How it ended. */
export function endOf({ resolvedAt, resolution }: Incident): string {
  if (resolvedAt === undefined) return 'Firing';
  switch (resolution) {
    case 'vanished':
      return 'Gone';
    case 'rule_changed':
      return 'Rule changed';
    case 'recovered':
    case undefined:
      return 'Resolved';
  }
}

/** The end in a sentence, for who asks more closely. */
export function endExplained({ resolvedAt, resolution }: Incident): string {
  if (resolvedAt === undefined) return 'It fires still.';
  switch (resolution) {
    case 'vanished':
      return 'What it was about is no longer there.';
    case 'rule_changed':
      return 'Its rule was changed, disabled or deleted.';
    case 'recovered':
    case undefined:
      return 'The condition no longer holds.';
  }
}

/** What was told of it. */
export function toldWords(incident: Incident): string {
  const { firingNoticedAt, resolvedAt, resolvedNoticedAt } = incident;
  if (firingNoticedAt === undefined) {
    return resolvedAt === undefined
      ? 'Not told so far: a maintenance window holds it back.'
      : 'Nobody was told: a maintenance window held it back.';
  }
  if (resolvedAt === undefined) return 'It was told that it fires.';
  return resolvedNoticedAt === undefined
    ? 'It was told that it fired, its end is not told yet.'
    : 'Its beginning and its end were told.';
}
