/** Why something in a document is not looked at. Each entry has to be needed, or the test fails. */
export interface Exemption {
  readonly page: string;
  readonly language: string;
  readonly reason: string;
}

/** Blocks whose text is for the eye, or that another test looks at. */
export const EXEMPT_BLOCKS: readonly Exemption[] = [
  { page: 'README.md', language: 'text', reason: 'a drawing' },
  { page: 'deploy/mcm/README.md', language: 'text', reason: 'a drawing' },
  { page: 'docs/architecture.md', language: 'text', reason: 'a drawing, and the tree of folders' },
  {
    page: 'docs/api.md',
    language: 'text',
    reason: 'downloads packages; apps/mcm/test/api-guide.spec.ts uses those that are here',
  },
  {
    page: 'docs/reference/cli.md',
    language: 'text',
    reason: 'generated from the help of commands',
  },
  {
    page: 'libs/feature/ops/README.md',
    language: 'text',
    reason: 'a question and its answer in a line',
  },
  {
    page: 'docs/doctor.md',
    language: 'text',
    reason: 'what two commands print on another machine; its own tests have the lines',
  },
  {
    page: 'docs/webhook-alerting.md',
    language: 'python',
    reason: 'run by apps/mcm/test/webhook-docs.spec.ts',
  },
  {
    page: 'docs/webhook-alerting.md',
    language: 'go',
    reason: 'nothing that builds or tests MCM brings a Go compiler',
  },
];

/** Why a block is not looked at, if it is not. */
export const exemptionOf = ({
  page,
  language,
}: Pick<Exemption, 'page' | 'language'>): Exemption | undefined =>
  EXEMPT_BLOCKS.find((entry) => entry.page === page && entry.language === language);
