import type { AccessPlanDto, RiskDto } from '../api/plan.dto.js';

type Judged = Pick<AccessPlanDto, 'lockout' | 'clients' | 'difference' | 'problems'> &
  Partial<Pick<AccessPlanDto, 'impact'>>;

/** The worst that a plan does, in a sentence. */
export function riskOf({ lockout, clients, difference, impact, problems }: Judged): RiskDto {
  const [locked] = lockout;
  if (locked !== undefined) return { level: 'high', sentence: locked };
  if (problems.some(({ effect }) => effect === 'refuses')) {
    return { level: 'high', sentence: 'The broker would not take it; it cannot be applied.' };
  }
  const hit = clients.clients.filter(({ effect }) => effect === 'disconnected').length;
  if (hit > 0) {
    const verb = hit === 1 ? '1 client is' : `${hit} clients are`;
    return { level: 'high', sentence: `${verb} disconnected and may not come back.` };
  }
  const using = clients.clients.filter(({ effect }) => effect === 'loses').length;
  if (using > 0) {
    const lose =
      using === 1 ? '1 client loses what it uses' : `${using} clients lose what they use`;
    return { level: 'high', sentence: `${lose} now.` };
  }
  if (impact === undefined) {
    return { level: 'medium', sentence: 'What it changes could not be worked out.' };
  }
  const { gained, lost } = impact;
  if (lost > 0) {
    return { level: 'medium', sentence: `Of what was allowed, ${usesAre(lost)} denied.` };
  }
  if (gained > 0) {
    return { level: 'low', sentence: `Nobody loses anything; ${usesAre(gained)} gained.` };
  }
  const { users, commands, aclFile } = difference;
  if (users.length === 0 && commands.length === 0 && aclFile === undefined) {
    return { level: 'none', sentence: 'Nothing changes.' };
  }
  return { level: 'low', sentence: 'For known users and observed topics, nothing changes.' };
}

const usesAre = (count: number): string =>
  count === 1 ? '1 topic use is' : `${count} topic uses are`;
