/** The instructions of a Dockerfile as `[name, rest]`, continued lines joined, comments gone. */
function instructions(text) {
  return text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => /^([A-Z]+) +(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, rest]) => [name, rest]);
}

/** `A=1 b.c="two words"` as an object. */
function variables(text) {
  const pairs = [...text.matchAll(/([A-Za-z][\w.]*)=("[^"]*"|\S*)/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value.replace(/^"|"$/g, '')]));
}

/**
 * What the last stage of a Dockerfile says: the image it starts `from`, its `steps` (RUN and COPY, in their order), and
 * how its containers run: `env`, `user`, `volumes`, `command` and `healthcheck`, lists of words the last two.
 */
export function finalStage(text) {
  const all = instructions(text);
  const args = Object.assign({}, ...all.filter(([n]) => n === 'ARG').map(([, r]) => variables(r)));
  const stage = all.slice(all.findLastIndex(([name]) => name === 'FROM'));
  const every = (name) => stage.filter(([one]) => one === name).map(([, rest]) => rest);
  const last = (name) => every(name).at(-1) ?? '';
  const words = (rest) => JSON.parse(/\[.*\]$/.exec(rest)?.[0] ?? '[]');
  return {
    from: last('FROM').replace(/\$\{(\w+)\}/g, (_, name) => args[name]),
    steps: stage.filter(([name]) => name === 'RUN' || name === 'COPY'),
    env: Object.assign({}, ...every('ENV').map(variables)),
    labels: Object.assign({}, ...every('LABEL').map(variables)),
    user: last('USER'),
    volumes: every('VOLUME'),
    command: [...words(last('ENTRYPOINT')), ...words(last('CMD'))],
    healthcheck: words(last('HEALTHCHECK')),
  };
}
