import { Component, computed, input, signal } from '@angular/core';
import { MatAnchor } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { RouterLink } from '@angular/router';
import type { AccessBackendKind, BackendCheck } from '../api/models';
import { CopyButton } from '../ui/copy-button';
import { Icon } from '../ui/icon';

interface Way {
  readonly label: string;
  /** The lines to be added. */
  readonly lines: string;
  readonly what: string;
}

const WAYS: Readonly<Record<AccessBackendKind, Way>> = {
  file: {
    label: 'Files',
    lines: `mosquitto:
  access:
    backend: file
    reload:
      pid_file: /run/mosquitto/mosquitto.pid`,
    what: 'The broker reads an acl_file and a password_file. MCM replaces them, so it must be able to write their folder, and has the broker reload them: by a signal to the process of pid_file, or by reload.command.',
  },
  'dynamic-security': {
    label: 'Dynamic-security plugin',
    lines: `mosquitto:
  access:
    backend: dynamic-security
    control:
      username: mcm-control
      password: its password`,
    what: 'The broker has the plugin. MCM sends it commands as this account of the broker. The plugin’s own role is enough for it: admin in 2.0, dynsec-admin in 2.1.',
  },
};

/** Instead of the draft, where MCM is set up to look at access only: what it takes to change it. */
@Component({
  selector: 'mcm-read-only-access',
  imports: [CopyButton, Icon, MatAnchor, MatButtonToggle, MatButtonToggleGroup, RouterLink],
  template: `
    <mcm-icon class="large t3" name="lock" />
    <h2>MCM only looks</h2>
    <p>
      It reads the broker’s access and changes nothing: <code>mosquitto.access.backend</code> is not
      set. With it, users, roles and rules are changed here, tried on a shadow broker, applied, and
      proven.
    </p>
    <mat-button-toggle-group
      aria-label="How the broker keeps its access"
      hideSingleSelectionIndicator
      [value]="kind()"
      (change)="kind.set($event.value)"
    >
      @for (choice of kinds; track choice) {
        <mat-button-toggle [value]="choice">{{ ways[choice].label }}</mat-button-toggle>
      }
    </mat-button-toggle-group>
    <div class="example">
      <pre tabindex="0" aria-label="Lines of MCM’s configuration">{{ way().lines }}</pre>
      <mcm-copy-button [text]="way().lines" label="Copy the lines" />
    </div>
    <p>{{ way().what }}</p>
    @for (check of checks(); track check.check) {
      <p class="check">
        <mcm-icon
          class="small"
          [class]="check.result === 'fail' ? 'fault' : 'warning'"
          [name]="check.result === 'fail' ? 'fault' : 'warning'"
        />
        {{ check.check }}: {{ check.detail }}
      </p>
    }
    <p>Then start MCM again. Until then, rules can be tried out as a draft of one’s own.</p>
    <a matButton="outlined" routerLink="/explain" [queryParams]="{ source: 'draft' }"
      >Try rules out</a
    >
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      gap: 8px;
      padding: 24px 20px;
    }
    h2 {
      font: var(--mcm-title);
    }
    p {
      max-width: 640px;
      color: var(--mcm-text-2);
      overflow-wrap: anywhere;
    }
    mat-button-toggle-group {
      margin-top: 4px;
    }
    .example {
      display: flex;
      align-items: flex-start;
      min-width: min(420px, 100%);
      max-width: 100%;
      border-radius: var(--mcm-r-2);
      background: var(--mcm-sunken);
    }
    pre {
      flex: 1;
      padding: 10px 12px;
      overflow: auto;
    }
    .check {
      display: flex;
      gap: 6px;
    }
    .check mcm-icon {
      margin-top: 3px;
    }
  `,
})
export class ReadOnlyAccess {
  readonly checks = input<readonly BackendCheck[]>([]);
  protected readonly ways = WAYS;
  protected readonly kinds = ['file', 'dynamic-security'] as const;
  protected readonly kind = signal<AccessBackendKind>('file');
  protected readonly way = computed(() => WAYS[this.kind()]);
}
