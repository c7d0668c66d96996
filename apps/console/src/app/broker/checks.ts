import type { DiagnosisArea, DiagnosisFinding, FindingResult } from '../api/models';
import { counted } from '../ui/formats';
import type { IconName } from '../ui/icons';

/** What is found about one part of the installation. */
export interface CheckGroup {
  readonly area: DiagnosisArea;
  readonly name: string;
  readonly findings: readonly DiagnosisFinding[];
}

const AREAS: Readonly<Record<DiagnosisArea, string>> = {
  configuration: 'Configuration of MCM',
  data: 'Data folder',
  database: 'Database',
  tls: 'Certificates',
  broker: 'Connection to the broker',
  'broker-config': 'mosquitto.conf',
  access: 'Access files',
  reload: 'Changing access',
  backup: 'Backups',
  system: 'This machine',
};

/** How a finding is marked, and read aloud. */
export const MARKS: Readonly<
  Record<FindingResult, { readonly icon: IconName; readonly state: string; readonly word: string }>
> = {
  fail: { icon: 'fault', state: 'fault', word: 'Fault' },
  warn: { icon: 'warning', state: 'warning', word: 'Warning' },
  ok: { icon: 'ok', state: 'ok', word: 'Fine' },
  skip: { icon: 'unknown', state: 't3', word: 'Not looked at' },
};

/** Whether somebody should do something about it. */
export const needsAttention = ({ result }: DiagnosisFinding): boolean =>
  result === 'fail' || result === 'warn';

/** By area, in the order of the findings; areas without any are left out. */
export function groupsOf(findings: readonly DiagnosisFinding[]): readonly CheckGroup[] {
  const groups = Map.groupBy(findings, ({ area }) => area);
  return [...groups].map(([area, found]) => ({ area, name: AREAS[area], findings: found }));
}

/** What came of all of it, in a line: `1 fault, 2 warnings, 31 fine, 3 not looked at`. */
export function summaryOf(findings: readonly DiagnosisFinding[]): string {
  const count = (result: FindingResult) =>
    findings.filter((finding) => finding.result === result).length;
  const [faults, warnings, fine, skipped] = [
    count('fail'),
    count('warn'),
    count('ok'),
    count('skip'),
  ];
  return [
    ...(faults > 0 ? [counted(faults, 'fault')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    `${String(fine)} fine`,
    ...(skipped > 0 ? [`${String(skipped)} not looked at`] : []),
  ].join(', ');
}
