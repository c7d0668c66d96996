/**
 * Where the package `name` is found from the one at `place` ('' is the project), as Node looks for it:
 * its key among the lock's `packages`, or nothing.
 */
export function findPackage(packages, place, name) {
  for (let from = place; from !== ''; from = parent(from)) {
    const nested = `${from}/node_modules/${name}`;
    if (packages[nested]) return nested;
  }
  const top = `node_modules/${name}`;
  return packages[top] && top;
}

/** The package in whose node_modules the one at `place` lies. */
function parent(place) {
  return place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')));
}
