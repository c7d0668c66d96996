/** What applying a change cost, as tables: see report.mjs. */
import { atMost, milliseconds, range, seconds, table, whole } from './figures.mjs';

const AIMS = { provenMs: 1_000, effectSeconds: 3, loopbackMs: 100 };

export function apply({ one, many }) {
  const [{ runs, rules }] = one;
  const [{ users }] = many;
  return [
    `One of ${whole(rules)} rules is changed, ${runs} times, medians (least to most):`,
    ruleTable(one),
    `${whole(users)} users with a role are added:`,
    usersTable(many),
  ].join('\n\n');
}

const BACKENDS = { files: 'Files', plugin: 'Plugin' };
const STEPS = {
  ready: 'until the first step is taken',
  parse: '`parse`: MCM reads what it is about to write',
  shadow: '`shadow`: a broker of its own takes it and answers as it should',
  replace: '`replace`: the files are replaced, or the commands sent',
  reload: '`reload`: the broker is told',
  confirm: '`confirm`: the broker goes by it',
  probe: '`probe`: that is proven',
  commit: '`commit`: MCM takes it for what is wanted',
};

function ruleTable(one) {
  const row = (what, show) => [what, ...one.map(show)];
  return table(
    ['', ...one.map(({ backend }) => BACKENDS[backend])],
    [
      row('from `apply` to in force and proven', ({ total }) => range(total, milliseconds)),
      row('aim', ({ total }) => atMost(AIMS.provenMs, total.median, milliseconds)),
      ...Object.entries(STEPS).map(([step, what]) =>
        row(`… ${what}`, ({ steps }) => range(steps[step], milliseconds)),
      ),
    ],
  );
}

function usersTable(many) {
  const [files, plugin] = ['files', 'plugin'].map((name) =>
    many.find(({ backend }) => backend === name),
  );
  const row = (what, show, aim = '') => [what, ...[files, plugin].map(show), aim];
  const inSeconds = (name) => (one) => seconds(one[name] / 1000);
  const stepRow = (step) => row(`… ${STEPS[step]}`, ({ steps }) => seconds(steps[step] / 1000));
  const loopback = (when, name) => (one) => milliseconds(one[when][name]);
  return table(
    ['', BACKENDS.files, BACKENDS.plugin, 'Aim'],
    [
      row('declared, until they are in the draft', inSeconds('drafted')),
      row(
        'from `apply` until the last of them can log in',
        inSeconds('effectMs'),
        `files: ${atMost(AIMS.effectSeconds, files.effectMs / 1000, seconds)}`,
      ),
      row('from `apply` to in force and proven', inSeconds('ms')),
      ...['ready', 'shadow', 'replace', 'confirm'].map(stepRow),
      row('a message of QoS 1 before, p99', loopback('quiet', 'p99')),
      row('… meanwhile, median', loopback('during', 'p50')),
      row(
        '… meanwhile, p99',
        loopback('during', 'p99'),
        `plugin: ${atMost(AIMS.loopbackMs, plugin.during.p99, milliseconds)}`,
      ),
      row('… meanwhile, slowest', loopback('during', 'most')),
    ],
  );
}
