import type { SparkplugGroup } from '../api/models';
import { counted } from '../ui/formats';
import type { Attention } from './attention';

/** Groups that are named; the page has them all. */
const NAMED = 3;

/** Sparkplug nodes whose death was seen, if there are any. */
export function sparkplugAttention(groups: readonly SparkplugGroup[]): readonly Attention[] {
  const gone = groups.filter(({ offline }) => offline > 0);
  const nodes = gone.reduce((sum, { offline }) => sum + offline, 0);
  if (nodes === 0) return [];
  const named = gone
    .slice(0, NAMED)
    .map(({ group, offline, nodes }) => `${offline} of ${nodes} in ${group}`);
  const more = gone.length - named.length;
  return [
    {
      kind: 'warning',
      title: counted(nodes, 'Sparkplug node is offline', 'Sparkplug nodes are offline'),
      detail: `${[...named, ...(more > 0 ? [counted(more, 'more group')] : [])].join(', ')}.`,
      about: 'Sparkplug',
      link: '/sparkplug',
      query: { state: 'offline' },
    },
  ];
}
