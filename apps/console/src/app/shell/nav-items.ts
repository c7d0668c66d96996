import type { Operation } from '../session/session';
import type { IconName } from '../ui/icons';

export interface NavItem {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** What the page asks first: whoever may not ask it has no use for the page. */
  readonly needs: Operation;
}

export interface NavGroup {
  /** The task; the first group needs no name. */
  readonly name?: string;
  readonly items: readonly NavItem[];
}

/** The pages that exist, by task. */
export const NAVIGATION: readonly NavGroup[] = [
  { items: [{ path: '/overview', label: 'Overview', icon: 'overview', needs: 'getStatus' }] },
  {
    name: 'Observe',
    items: [
      { path: '/topics', label: 'Topics', icon: 'topics', needs: 'listTopics' },
      { path: '/retained', label: 'Retained', icon: 'retained', needs: 'listRetained' },
      { path: '/log', label: 'Live log', icon: 'log', needs: 'getStatus' },
      {
        path: '/sparkplug',
        label: 'Sparkplug',
        icon: 'sparkplug',
        needs: 'listSparkplugNodes',
      },
    ],
  },
  {
    name: 'Access',
    items: [
      { path: '/users', label: 'Users', icon: 'users', needs: 'listMqttUsers' },
      { path: '/roles', label: 'Roles', icon: 'roles', needs: 'listMqttRoles' },
      { path: '/rules', label: 'Rules', icon: 'rules', needs: 'listAclRules' },
      { path: '/explain', label: 'Explain', icon: 'explain', needs: 'getAccessPolicy' },
      { path: '/changes', label: 'Changes', icon: 'changes', needs: 'getAccessDraft' },
    ],
  },
  {
    name: 'Quality',
    items: [
      { path: '/schemas', label: 'Schemas', icon: 'schemas', needs: 'listJsonSchemas' },
      { path: '/alerts', label: 'Alerts', icon: 'alerts', needs: 'listAlerts' },
    ],
  },
  {
    name: 'Trust',
    items: [
      { path: '/audit', label: 'Audit', icon: 'audit', needs: 'listAuditEvents' },
      { path: '/security', label: 'Security', icon: 'security', needs: 'listSecurityEvents' },
    ],
  },
  {
    name: 'System',
    items: [
      { path: '/broker', label: 'Broker', icon: 'broker', needs: 'getStatus' },
      {
        path: '/administrators',
        label: 'Administrators',
        icon: 'administrators',
        needs: 'listAdminUsers',
      },
      { path: '/settings', label: 'Settings', icon: 'settings', needs: 'getStatus' },
    ],
  },
];
