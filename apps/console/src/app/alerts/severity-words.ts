import type { Severity } from '#domain/alert';
import type { IconName } from '../ui/icons';

/** How a severity is shown: never by colour alone. */
export interface SeverityWords {
  readonly word: string;
  readonly icon: IconName;
  /** The class of its colour. */
  readonly tone: string;
}

export const SEVERITY_WORDS: Readonly<Record<Severity, SeverityWords>> = {
  critical: { word: 'Critical', icon: 'fault', tone: 'fault' },
  warning: { word: 'Warning', icon: 'warning', tone: 'warning' },
  info: { word: 'Info', icon: 'info', tone: 't2' },
};
