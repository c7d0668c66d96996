/** What each wildcard of a filter stands for in a topic that it selects: `+ is filler, # is speed`. */
export function wildcardWords(filter: string, topic: string): string | undefined {
  const [levels, names] = [filter.split('/'), topic.split('/')];
  const words = levels.flatMap((level, at) => {
    if (level === '+') return [`+ is ${named(names[at] ?? '')}`];
    if (level !== '#') return [];
    const rest = names.slice(at);
    return [rest.length === 0 ? '# is nothing more' : `# is ${named(rest.join('/'))}`];
  });
  return words.length === 0 ? undefined : words.join(', ');
}

const named = (text: string) => (text === '' ? 'an empty level' : text);
