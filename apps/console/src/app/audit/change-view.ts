import { Component, computed, input } from '@angular/core';
import type { AuditChange } from '../api/models';
import { memberChange } from './change-lines';

/** What an act changed, member by member: what was, and what is. */
@Component({
  selector: 'mcm-change-view',
  template: `
    @for (member of members(); track member.pointer) {
      <section [attr.aria-label]="member.kind + ' ' + member.name">
        <h3>
          <span class="mono" [title]="member.pointer">{{ member.name }}</span>
          <span class="caption t3">{{
            member.secret ? member.kind + ', a secret: never shown' : member.kind
          }}</span>
        </h3>
        @for (line of member.lines; track $index) {
          <div class="line mono" [class.add]="line.mark === '+'" [class.del]="line.mark === '-'">
            <span class="mark" aria-hidden="true">{{ line.mark === '-' ? '−' : '+' }}</span>
            <span class="cdk-visually-hidden">{{ line.mark === '-' ? 'before' : 'after' }}</span>
            <span>{{ line.text }}</span>
          </div>
        }
      </section>
    }
  `,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      background: var(--mcm-surface);
      border: 1px solid var(--mcm-line);
      border-radius: var(--mcm-r-3);
    }
    section + section {
      border-top: 1px solid var(--mcm-line);
    }
    h3 {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 10px;
      margin: 0;
      padding: 6px 12px;
      font-weight: 400;
      overflow-wrap: anywhere;
    }
    h3 .mono {
      color: var(--mcm-text);
      font-weight: 600;
    }
    .line {
      display: grid;
      grid-template-columns: 20px minmax(0, 1fr);
      padding: 0 12px;
      color: var(--mcm-text);
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .add {
      background: var(--mcm-add-bg);
    }
    .del {
      background: var(--mcm-del-bg);
    }
    .add .mark {
      color: var(--mcm-ok);
    }
    .del .mark {
      color: var(--mcm-fault);
    }
  `,
})
export class ChangeView {
  readonly changes = input.required<readonly AuditChange[]>();
  protected readonly members = computed(() => this.changes().map(memberChange));
}
