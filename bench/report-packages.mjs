/** What each package costs, as a table: see report.mjs. */
import { atMost, megabytes, range, seconds, table } from './figures.mjs';

const AIMS = { readySeconds: 0.6, idleBytes: 140e6 };

export function packages(measured) {
  const row = ({ name, fetched, installed, first, ready, rss, pss, anonymous }) => [
    name,
    ...[megabytes(fetched), megabytes(installed), seconds(first), range(ready, seconds)],
    ...[rss, pss, anonymous].map(megabytes),
    `${atMost(AIMS.readySeconds, ready.median, seconds)}; RSS ${atMost(AIMS.idleBytes, rss, megabytes)}`,
  ];
  return table(
    [
      ...['Package', 'To fetch', 'Installed', 'First start', 'Time to ready'],
      ...['RSS', 'PSS', 'Anonymous', 'Aim'],
    ],
    measured.map(row),
  );
}
