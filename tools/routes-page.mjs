/** The page `docs/reference/routes.md`: the operations of an OpenAPI document, by their tags. */
export function routesPage({ paths }) {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
  );
  const tags = [...new Set(operations.flatMap((operation) => operation.tags))];
  const chapter = (tag) => [
    '',
    `## ${tag}`,
    '',
    '| Route | Least role | What it does |',
    '|---|---|---|',
    ...operations.filter((operation) => operation.tags.includes(tag)).map(row),
  ];
  return [INTRODUCTION, ...tags.flatMap(chapter), SEE_ALSO].join('\n');
}

const INTRODUCTION = `<!-- Generated from docs/openapi.json by \`npm run generate\`. Do not edit. -->

# Routes

Every route of the API, with the least role that may call it: \`viewer\` < \`auditor\` < \`operator\` < \`admin\`; \`public\`
asks for no log-in. The [OpenAPI document](../openapi.json) has bodies, parameters and answers.`;

const SEE_ALSO = `
## See also

[The event stream](../stream.md), [the documentation by task](../README.md).
`;

const row = ({ path, method, summary, 'x-role-floor': floor }) =>
  `| \`${method.toUpperCase()} ${path}\` | ${floor} | ${summary.replaceAll('|', '\\|')} |`;
