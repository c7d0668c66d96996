import type { SparkplugState } from '../api/models';
import type { IconName } from '../ui/icons';

/** A state as it is shown: the icon is its colour, too. */
export interface StateWords {
  readonly icon: 'ok' | 'fault' | 'unknown';
  readonly word: string;
  readonly text: string;
}

export const STATE_WORDS: Readonly<Record<SparkplugState, StateWords>> = {
  online: { icon: 'ok', word: 'Online', text: 'Its birth was seen, and no death since' },
  offline: { icon: 'fault', word: 'Offline', text: 'Its death was seen' },
  unknown: {
    icon: 'unknown',
    word: 'Unknown',
    text: 'Its birth was not seen, or not whether it is still there',
  },
} satisfies Record<SparkplugState, StateWords & { readonly icon: IconName }>;
