import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

const DEPLOY = new URL('../../../deploy/', import.meta.url);

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly {
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
}

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
}

export interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

export interface Rules {
  readonly groups: readonly { readonly rules: readonly { alert: string; expr: string }[] }[];
}

export const dashboard = async (): Promise<Dashboard> =>
  JSON.parse(await readFile(new URL('grafana/mcm-dashboard.json', DEPLOY), 'utf8')) as Dashboard;

export const prometheusRules = async (): Promise<Rules> =>
  parse(await readFile(new URL('prometheus/mcm.rules.yml', DEPLOY), 'utf8')) as Rules;

/** Every query of a dashboard, with the title of its panel. */
export const queriesOf = ({
  panels,
}: Dashboard): readonly (readonly [title: string, expr: string])[] =>
  panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const));
