import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { StatusStore } from '../status/status-store';
import { Age } from '../ui/age';
import { exactly } from '../ui/formats';
import { BackupsPanel } from './backups-panel';

/** What is kept safe of MCM, and what MCM this is. */
@Component({
  selector: 'mcm-settings-page',
  imports: [Age, BackupsPanel, RouterLink],
  template: `
    <header class="page-head"><h1>Settings</h1></header>
    <mcm-backups-panel />
    <section class="panel" aria-labelledby="about">
      <header class="panel-head"><h2 id="about">About</h2></header>
      <dl class="facts">
        <dt>MCM</dt>
        <dd>
          @if (status(); as status) {
            {{ status.version }}
          } @else {
            <span class="skeleton"></span>
          }
        </dd>
        <dt>Running since</dt>
        <dd>
          @if (status(); as status) {
            {{ exactly(status.startedAt) }}
            <span class="t3">· <mcm-age [at]="status.startedAt" /></span>
          } @else {
            <span class="skeleton"></span>
          }
        </dd>
        <dt>Configuration</dt>
        <dd>in its file and the environment of the server; <code>mcm doctor</code> checks it</dd>
        <dt>Who may log in</dt>
        <dd><a routerLink="/administrators">Administrators</a></dd>
        <dt>For programs</dt>
        <dd>
          <!-- Pages of the server’s own: not routes. -->
          <a href="/api-docs/">API</a> · <a href="/openapi.json">openapi.json</a> ·
          <a routerLink="/account">your API tokens</a>
        </dd>
        <dt>Licence</dt>
        <dd>Apache-2.0</dd>
      </dl>
    </section>
  `,
  styleUrls: ['../ui/facts.scss'],
  styles: `
    .panel,
    mcm-backups-panel {
      display: block;
      margin-bottom: 16px;
    }
    h2 {
      margin: 0;
    }
    .facts {
      padding: 8px 16px;
    }
    .skeleton {
      width: 120px;
      margin-top: 6px;
    }
    a {
      text-decoration: underline;
    }
  `,
  host: { class: 'page' },
})
export class SettingsPage {
  protected readonly status = inject(StatusStore).latest;
  protected readonly exactly = exactly;
}
