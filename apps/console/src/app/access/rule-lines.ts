import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AclRule, RoleRule } from '../api/models';
import { PendingMark } from './pending-mark';
import { PERMISSION_WORDS } from './permissions';

/** Rules of one user or role: what they give, and where; each a link, where it has an address. */
@Component({
  selector: 'mcm-rule-lines',
  imports: [PendingMark, RouterLink],
  template: `
    <ul [attr.aria-label]="label()">
      @for (line of lines(); track $index) {
        <li>
          <span
            class="mono permission"
            [class.deny]="line.rule.permission === 'deny'"
            [title]="words[line.rule.permission]"
            >{{ line.rule.permission }}</span
          >
          <span class="what">
            @if (line.id; as id) {
              <a class="mono" [routerLink]="['/rules', id]" [queryParams]="params()">{{
                line.rule.topicFilter
              }}</a>
            } @else {
              <span class="mono">{{ line.rule.topicFilter }}</span>
            }
            @if (line.description; as description) {
              <span class="caption t3">{{ description }}</span>
            }
          </span>
          @if (line.pending; as pending) {
            <mcm-pending [pending]="pending" />
          }
        </li>
      }
    </ul>
  `,
  styles: `
    :host {
      display: block;
    }
    li {
      display: flex;
      align-items: baseline;
      gap: 12px;
      min-height: 36px;
      padding: 7px 12px;
    }
    li + li {
      border-top: 1px solid var(--mcm-line);
    }
    .permission {
      flex: none;
      width: 72px;
      color: var(--mcm-text-2);
    }
    .permission.deny {
      color: var(--mcm-text);
      font-weight: 600;
    }
    .what {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    .what > .mono {
      color: var(--mcm-text);
    }
  `,
})
export class RuleLines {
  readonly label = input.required<string>();
  readonly rules = input.required<readonly (RoleRule | AclRule)[]>();
  /** Goes along with the link to a rule, so that the list there has it. */
  readonly params = input<Readonly<Record<string, string>>>({});

  protected readonly words = PERMISSION_WORDS;
  protected readonly lines = computed(() =>
    this.rules().map((rule) => ({
      rule,
      ...('id' in rule && { id: rule.id, description: rule.description, pending: rule.pending }),
    })),
  );
}
