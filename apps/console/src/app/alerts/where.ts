import type { AlertRuleKind } from '../api/models';

/** The page where more is to be seen of what an alert is about. */
export interface Where {
  readonly label: string;
  readonly path: readonly (string | number)[];
  readonly query?: Readonly<Record<string, string>>;
}

interface Subject {
  readonly kind: AlertRuleKind;
  readonly labels: Readonly<Record<string, string>>;
}

/** Where an alert leads to, by its kind and the labels of its instance. */
export function whereOf({ kind, labels }: Subject): Where | undefined {
  switch (kind) {
    case 'topic_silent':
    case 'field_threshold':
      return topicOf(labels['topic']);
    case 'schema_violations':
      return { label: 'Schemas', path: ['/schemas'], ...searchFor(labels['schema']) };
    case 'sparkplug_node_dead':
      return { label: 'Sparkplug', path: ['/sparkplug'], ...searchFor(nodeOf(labels)) };
    case 'access_drift':
      return { label: 'Changes', path: ['/changes'], query: { drift: 'shown' } };
    case 'login_failures':
      return { label: 'Security', path: ['/security'] };
    case 'broker_down':
      return { label: 'Live log', path: ['/log'] };
    case 'sys_figure':
      return { label: 'Overview', path: ['/overview'] };
    case 'certificate_expiring':
    case 'disk_low':
      return undefined;
  }
}

function topicOf(topic: string | undefined): Where | undefined {
  return topic === undefined
    ? undefined
    : { label: 'Topic', path: ['/topics'], query: { q: topic, mode: 'filter' } };
}

const nodeOf = ({ group, node }: Subject['labels']) =>
  group === undefined || node === undefined ? undefined : `${group}/${node}`;

const searchFor = (search: string | undefined) =>
  search === undefined ? {} : { query: { search } };
