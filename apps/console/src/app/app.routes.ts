import { DOCUMENT, inject } from '@angular/core';
import type { Routes, UrlMatcher } from '@angular/router';
import { unsaved } from './schemas/unsaved.guard';
import { signedIn } from './session/signed-in.guard';

/** `/topics` and `/topics/:id` are one page: choosing another topic must not build the tree anew. */
const withDetail =
  (name: string): UrlMatcher =>
  (segments) => {
    const [page, id, ...more] = segments;
    if (page?.path !== name || more.length > 0) return null;
    return id === undefined ? { consumed: segments } : { consumed: segments, posParams: { id } };
  };

/** Leaves the console for the page that the server has at this address. */
const toApiDocs = (): boolean => {
  inject(DOCUMENT).location.assign('/api-docs/');
  return false;
};

export const routes: Routes = [
  {
    path: 'login',
    title: 'Log in',
    loadComponent: async () => (await import('./login/login-page')).LoginPage,
  },
  {
    // Not a page of the console's: where a log-in leads back to, when it was asked for from there.
    path: 'api-docs',
    canActivate: [toApiDocs],
    children: [],
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'overview' },
      {
        path: 'overview',
        title: 'Overview',
        loadComponent: async () => (await import('./overview/overview-page')).OverviewPage,
      },
      {
        matcher: withDetail('topics'),
        title: 'Topics',
        loadComponent: async () => (await import('./topics/topics-page')).TopicsPage,
      },
      {
        matcher: withDetail('retained'),
        title: 'Retained',
        loadComponent: async () => (await import('./retained/retained-page')).RetainedPage,
      },
      {
        path: 'log',
        title: 'Live log',
        loadComponent: async () => (await import('./log/log-page')).LogPage,
      },
      {
        matcher: withDetail('sparkplug'),
        title: 'Sparkplug',
        loadComponent: async () => (await import('./sparkplug/sparkplug-page')).SparkplugPage,
      },
      {
        matcher: withDetail('users'),
        title: 'Users',
        loadComponent: async () => (await import('./mqtt-users/users-page')).UsersPage,
      },
      {
        matcher: withDetail('roles'),
        title: 'Roles',
        loadComponent: async () => (await import('./mqtt-roles/roles-page')).RolesPage,
      },
      {
        matcher: withDetail('rules'),
        title: 'Rules',
        loadComponent: async () => (await import('./mqtt-rules/rules-page')).RulesPage,
      },
      {
        path: 'explain',
        title: 'Explain',
        loadComponent: async () => (await import('./explain/explain-page')).ExplainPage,
      },
      {
        path: 'changes',
        title: 'Changes',
        loadComponent: async () => (await import('./changes/changes-page')).ChangesPage,
      },
      {
        path: 'schemas/new',
        title: 'New schema',
        canDeactivate: [unsaved],
        loadComponent: async () => (await import('./schemas/schema-editor-page')).SchemaEditorPage,
      },
      {
        path: 'schemas/:id/edit',
        title: 'Edit schema',
        canDeactivate: [unsaved],
        loadComponent: async () => (await import('./schemas/schema-editor-page')).SchemaEditorPage,
      },
      {
        matcher: withDetail('schemas'),
        title: 'Schemas',
        loadComponent: async () => (await import('./schemas/schemas-page')).SchemasPage,
      },
      {
        path: 'alerts',
        title: 'Alerts',
        loadComponent: async () => (await import('./alerts/alerts-page')).AlertsPage,
        children: [
          {
            path: '',
            loadComponent: async () => (await import('./alerts/active-page')).ActivePage,
          },
          {
            matcher: withDetail('rules'),
            title: 'Alert rules',
            loadComponent: async () => (await import('./alerts/alert-rules-page')).AlertRulesPage,
          },
          {
            matcher: withDetail('endpoints'),
            title: 'Webhook endpoints',
            loadComponent: async () => (await import('./alerts/webhooks-page')).WebhooksPage,
          },
          {
            matcher: withDetail('deliveries'),
            title: 'Webhook deliveries',
            loadComponent: async () => (await import('./alerts/deliveries-page')).DeliveriesPage,
          },
        ],
      },
      {
        path: 'account',
        title: 'Account',
        loadComponent: async () => (await import('./account/account-page')).AccountPage,
      },
      {
        matcher: withDetail('audit'),
        title: 'Audit',
        loadComponent: async () => (await import('./audit/audit-page')).AuditPage,
      },
      {
        matcher: withDetail('security'),
        title: 'Security',
        loadComponent: async () => (await import('./security/security-page')).SecurityPage,
      },
      {
        path: 'broker',
        title: 'Broker',
        loadComponent: async () => (await import('./broker/broker-page')).BrokerPage,
      },
      {
        matcher: withDetail('administrators'),
        title: 'Administrators',
        loadComponent: async () =>
          (await import('./administrators/administrators-page')).AdministratorsPage,
      },
      {
        path: 'settings',
        title: 'Settings',
        loadComponent: async () => (await import('./settings/settings-page')).SettingsPage,
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: async () => (await import('./shell/not-found-page')).NotFoundPage,
      },
    ],
  },
];
