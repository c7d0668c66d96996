import { Component, input } from '@angular/core';
import type { AclRule } from '../api/models';

/** Whom a rule is for: a name, and what it is the name of where that is no user. */
@Component({
  selector: 'mcm-rule-principal',
  template: `
    @switch (rule().principalType) {
      @case ('all') {
        all users
      }
      @case ('anonymous') {
        anonymous
      }
      @case ('role') {
        <span class="t3">role </span><span class="mono">{{ rule().principal }}</span>
      }
      @default {
        <span class="mono">{{ rule().principal }}</span>
      }
    }
  `,
  styles: `
    .mono {
      color: var(--mcm-text);
    }
  `,
})
export class RulePrincipal {
  readonly rule = input.required<AclRule>();
}
