import { Component, computed, input, output } from '@angular/core';
import type { Finding } from '#domain/access';
import { Icon } from '../ui/icon';
import type { IconName } from '../ui/icons';
import { counted } from '../ui/formats';

/** Findings beyond these are counted. */
const MOST_SHOWN = 100;

const SEVERITIES: readonly Finding['severity'][] = ['fault', 'warning', 'notice'];

const MARKS: Readonly<
  Record<Finding['severity'], readonly [icon: IconName, colour: string, word: string]>
> = {
  fault: ['fault', 'fault', 'Fault'],
  warning: ['warning', 'warning', 'Warning'],
  notice: ['info', 't3', 'Notice'],
};

const SHORT_NAMES = {
  acl_file: 'acl_file',
  password_file: 'password_file',
  'dynamic-security': 'plugin',
} as const satisfies Record<Finding['file'], string>;

/** What is wrong with the rules, or probably not meant; a line leads to where it stands. */
@Component({
  selector: 'mcm-findings',
  imports: [Icon],
  template: `
    <header class="panel-head">
      <h2 id="findings">{{ heading() }}</h2>
      <span class="t3">{{ said() }}</span>
    </header>
    <ul aria-labelledby="findings">
      @for (finding of shown(); track $index) {
        <li>
          <mcm-icon [class]="marks[finding.severity][1]" [name]="marks[finding.severity][0]" />
          <span class="cdk-visually-hidden">{{ marks[finding.severity][2] }}: </span>
          @if (reachable().includes(finding.file)) {
            <button type="button" class="line" (click)="chosen.emit(finding)">
              {{ names[finding.file] }} line {{ finding.line }}
            </button>
          } @else {
            <span class="t2">{{ names[finding.file] }} line {{ finding.line }}</span>
          }
          <span class="t2">{{ finding.message }}</span>
        </li>
      } @empty {
        <li>
          <mcm-icon class="ok" name="ok" />
          <span class="t2">Nothing: each rule can decide something, and none gives too much.</span>
        </li>
      }
    </ul>
    @if (findings().length > shown().length) {
      <p class="caption t3">
        The first {{ shown().length }} are shown. The command mcm acl lint has them all.
      </p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      max-height: 360px;
      overflow: auto;
    }
    li {
      display: grid;
      grid-template-columns: 16px 132px minmax(0, 1fr);
      gap: 4px 10px;
      align-items: baseline;
      padding: 8px 16px;
      border-bottom: 1px solid var(--mcm-line);
      overflow-wrap: anywhere;
    }
    li:has(.ok) {
      grid-template-columns: 16px minmax(0, 1fr);
    }
    li:last-child {
      border-bottom: 0;
    }
    mcm-icon {
      align-self: start;
      margin-top: 2px;
    }
    .line {
      padding: 0;
      border: 0;
      background: none;
      color: var(--mcm-accent);
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    .line:hover {
      text-decoration: underline;
    }
    p {
      padding: 8px 16px;
      border-top: 1px solid var(--mcm-line);
    }
    @media (max-width: 799px) {
      li {
        grid-template-columns: 16px minmax(0, 1fr);
      }
      li > .t2 {
        grid-column: 2;
      }
      .line {
        min-height: 24px;
      }
    }
  `,
})
export class FindingsPanel {
  readonly findings = input.required<readonly Finding[]>();
  readonly heading = input('Findings');
  /** The files that can be seen here. */
  readonly reachable = input.required<readonly Finding['file'][]>();
  readonly chosen = output<Finding>();
  protected readonly marks = MARKS;
  protected readonly names = SHORT_NAMES;
  /** What matters most first, and in the order of the lines. */
  protected readonly shown = computed(() =>
    [...this.findings()]
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
      .slice(0, MOST_SHOWN),
  );
  protected readonly said = computed(() => {
    const all = this.findings();
    const of = (severity: Finding['severity']) =>
      all.filter((finding) => finding.severity === severity).length;
    const words = [
      ...(of('fault') > 0 ? [counted(of('fault'), 'fault')] : []),
      ...(of('warning') > 0 ? [counted(of('warning'), 'warning')] : []),
      ...(of('notice') > 0 ? [counted(of('notice'), 'notice')] : []),
    ];
    return words.join(', ');
  });
}
