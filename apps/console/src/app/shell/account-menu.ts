import { Component, computed, inject } from '@angular/core';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { Session } from '../session/session';
import { Icon } from '../ui/icon';

@Component({
  selector: 'mcm-account-menu',
  imports: [Icon, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink],
  template: `
    <button
      class="avatar"
      type="button"
      [matMenuTriggerFor]="account"
      [attr.aria-label]="initials() + ', account of ' + user()?.username + ', ' + user()?.role"
    >
      <span aria-hidden="true">{{ initials() }}</span>
    </button>
    <mat-menu #account="matMenu" xPosition="before">
      <p class="who">
        <b class="cut">{{ user()?.username }}</b>
        <span class="caption t3">{{ user()?.role }}</span>
      </p>
      <a mat-menu-item routerLink="/account">
        <span class="line"><mcm-icon name="account" />Account</span>
      </a>
      <!-- A page of its own, with a policy of its own: not a route. -->
      <a mat-menu-item href="/api-docs/">
        <span class="line"><mcm-icon name="api" />API</span>
      </a>
      <button mat-menu-item type="button" (click)="session.logOut()">
        <span class="line"><mcm-icon name="log-out" />Log out</span>
      </button>
    </mat-menu>
  `,
  styles: `
    .avatar {
      display: grid;
      place-items: center;
      width: var(--mcm-control-h);
      height: var(--mcm-control-h);
      padding: 0;
      border: 0;
      border-radius: var(--mcm-r-2);
      background: none;
      cursor: pointer;
    }
    .avatar span {
      display: grid;
      place-items: center;
      width: 26px;
      height: 26px;
      border-radius: 50%;
      background: var(--mcm-unknown-soft);
      color: var(--mcm-text-2);
      font: 600 11px/1 var(--mcm-font);
    }
    .avatar:hover span {
      background: var(--mcm-line);
    }
    .who {
      display: flex;
      flex-direction: column;
      max-width: 240px;
      padding: 6px 12px 8px;
      border-bottom: 1px solid var(--mcm-line);
      color: var(--mcm-text);
    }
    .who b {
      font-weight: 500;
    }
    .line {
      display: flex;
      align-items: center;
      gap: 10px;
    }
  `,
})
export class AccountMenu {
  protected readonly session = inject(Session);
  protected readonly user = this.session.user;
  /** `m.keller` and `anna brandt` have two, `admin` has two of its own. */
  protected readonly initials = computed(() => {
    const parts = (this.user()?.username ?? '').split(/[\s._-]+/).filter((part) => part !== '');
    const letters = parts.length > 1 ? parts.map((part) => part[0]).join('') : (parts[0] ?? '?');
    return letters.slice(0, 2).toUpperCase();
  });
}
