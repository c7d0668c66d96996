import type { AccessDifference, AccessPlan } from '../api/models';
import { count, counted } from '../ui/formats';
import type { Question } from '../ui/question';

/** What applying it hits, line by line, and how it comes back. */
export function applyHits(plan: AccessPlan): NonNullable<Question['hits']> {
  const { difference, impact, base } = plan;
  return [
    ...differenceHits(difference),
    ...(impact === undefined
      ? []
      : [['Answers', `${count(impact.gained)} gained, ${count(impact.lost)} lost`] as const]),
    ['Clients', clientWords(plan)],
    ['Undo', undoWords(difference, base)],
  ];
}

function* differenceHits({
  aclFile,
  users,
  usersLeftOff,
  commands,
  commandsLeftOff,
}: AccessDifference): Generator<readonly [string, string]> {
  if (aclFile !== undefined) {
    const { added, removed, path } = aclFile;
    yield ['Lines', `+${count(added)} −${count(removed)} in ${path}`];
  }
  const changed = users.length + usersLeftOff;
  if (changed > 0)
    yield ['Users', counted(changed, 'user comes, goes or changes', 'users come, go or change')];
  const sent = commands.length + commandsLeftOff;
  if (sent > 0) yield ['Commands', `${count(sent)} to the plugin`];
}

function clientWords({ clients: { clients, known, clientsLeftOff } }: AccessPlan): string {
  if (!known) return 'not told by this broker';
  const gone = clients.filter(({ effect }) => effect === 'disconnected').length;
  const lose = clients.filter(
    ({ effect }) => effect === 'loses' || effect === 'keeps-subscription',
  ).length;
  const words = [
    ...(gone > 0 ? [`${counted(gone, 'client')} disconnected`] : []),
    ...(lose > 0 ? [counted(lose, 'loses what it uses', 'lose what they use')] : []),
  ];
  const most = clientsLeftOff > 0 ? 'at least ' : '';
  return words.length === 0
    ? 'none is disconnected or loses what it uses'
    : most + words.join(', ');
}

/** Passwords and deleted clients of the plugin do not come back: it tells nobody what they were. */
function undoWords({ commands }: AccessDifference, base: number): string {
  const back = `revision ${base} can be brought back`;
  return commands.some(({ effect }) => effect === 'last')
    ? `${back}, but not passwords and deleted clients`
    : back;
}
