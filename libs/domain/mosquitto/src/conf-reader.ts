import type { ConfFile, ConfProblem, ConfSetting } from './conf-file.js';
import type { BrokerLine } from './broker-version.js';
import { addToBridge, bridgeFaults, newBridge, type Bridge } from './conf-bridges.js';
import { ConfListeners } from './conf-listeners.js';
import type { ConfLine, ConfOption } from './conf-line.js';
import { confRule, type ConfRule } from './conf-options.js';
import type { ConfGiven, ConfScope } from './conf-scope.js';
import { ConfTexts } from './conf-texts.js';
import { textIn } from './conf-words.js';
import { unknownOption } from './unknown-option.js';
import { valueFault } from './conf-value-fault.js';

type Option = ConfOption & { readonly number: number; readonly isLast: boolean };

const LINE_FEED = 10;
const NESTED = 'Only the main file can include others.';

/** Reads the lines as the broker does, with what each does to those that follow. */
export class ConfReader {
  private readonly files: ConfFile[] = [];
  private readonly settings: ConfSetting[] = [];
  private readonly problems: ConfProblem[] = [];
  private readonly bridges = new Map<Bridge, ConfProblem>();
  private readonly bridgeNames = new Set<string>();
  private readonly listeners: ConfListeners;
  private readonly texts: ConfTexts;
  private logsToFile = false;

  constructor(
    private readonly line: BrokerLine,
    private readonly filesIn: (folder: string) => readonly ConfFile[] | undefined,
  ) {
    this.listeners = new ConfListeners(line);
    this.texts = new ConfTexts(line);
  }

  read(file: ConfFile, isMain = true): void {
    this.files.push(file);
    const scope: ConfScope = { path: file.path, isMain };
    for (const line of file.lines) this.statement(line, scope, file.lines.length === line.number);
  }

  result() {
    for (const [bridge, reason] of bridgeFaults([...this.bridges.keys()])) {
      const place = this.bridges.get(bridge);
      if (place) this.problems.push({ ...place, reason });
    }
    for (const [{ path, line }, reason] of this.texts.unpaired()) {
      this.problems.push({ path, line, column: 1, reason, effect: 'refuses' });
    }
    return {
      files: this.files,
      settings: this.settings,
      problems: this.problems,
      ...this.listeners.result(),
    };
  }

  private statement(line: ConfLine, scope: ConfScope, isLastLine: boolean): void {
    if (line.problem) this.problems.push({ path: scope.path, ...line.problem });
    if (line.kind !== 'option') return;
    this.option({ ...line, isLast: isLastLine && line.raw.at(-1) !== LINE_FEED }, scope);
  }

  private option(option: Option, scope: ConfScope): void {
    const rule = confRule(option.name, this.line);
    if (rule === undefined) {
      this.refuse(option, scope, unknownOption(option.name, this.line));
      return;
    }
    this.settings.push({
      name: option.name,
      value: textIn(option.rest)?.text ?? '',
      path: scope.path,
      line: option.number,
      column: option.nameColumn,
      deprecated: rule.deprecated !== undefined && rule.deprecated <= this.line,
    });
    if (option.name === 'include_dir' && !scope.isMain && this.line === '2.0') {
      this.report(option, scope, { reason: NESTED, effect: 'ignores' });
      return;
    }
    const misplaced = this.misplaced(option, rule, scope);
    if (misplaced !== undefined) this.refuse(option, scope, misplaced);
    else if (this.valueIsRead(option, rule, scope)) this.apply(option, rule, scope);
  }

  /** Why the broker does not take the option here. */
  private misplaced({ name }: Option, rule: ConfRule, scope: ConfScope): string | undefined {
    if (rule.of === 'bridge' && !scope.bridge) return `"${name}" needs a connection above it.`;
    if (rule.of === 'plugin' && !scope.plugin) return `"${name}" needs a plugin above it.`;
    if (name === 'include_dir' && !scope.isMain && this.line !== '2.0') {
      return NESTED;
    }
    return this.listeners.misplaced(name, rule, scope);
  }

  private valueIsRead(option: Option, rule: ConfRule, scope: ConfScope): boolean {
    const fault = valueFault(rule, { ...option, line: this.line });
    if (fault === undefined) return true;
    const column = option.restColumn + fault.at;
    const { reason, effect } = fault;
    this.problems.push({ path: scope.path, line: option.number, column, reason, effect });
    return effect === 'misreads';
  }

  private apply(option: Option, rule: ConfRule, scope: ConfScope): void {
    const { name, rest, number } = option;
    const place = { value: textIn(rest)?.text ?? '', path: scope.path, line: number };
    const given = { name, rule, rest, place, scope };
    const owner =
      this.listeners.ownerOf(rule, scope) ?? (rule.of === 'bridge' ? scope.bridge : this);
    const reason =
      this.texts.add(given, owner) ?? this.connected(option, given) ?? this.listeners.apply(given);
    if (reason !== undefined) this.refuse(option, scope, reason);
  }

  /** Does what concerns the broker or a bridge, or says why the broker does not. */
  private connected(option: Option, { name, rule, rest, place, scope }: ConfGiven) {
    if (name === 'include_dir') return scope.isMain ? this.include(rest) : undefined;
    if (name === 'log_dest' && place.value.startsWith('file')) return this.logFile();
    if (name === 'connection') return this.connect(option, scope);
    if (rule.of !== 'bridge' || !scope.bridge) return undefined;
    return addToBridge(scope.bridge, name, rest);
  }

  private include(folder: string): string | undefined {
    const files = this.filesIn(folder);
    if (files === undefined) return 'The folder cannot be opened.';
    for (const file of files) this.read(file, false);
    return undefined;
  }

  private logFile(): string | undefined {
    if (this.logsToFile) return 'The broker logs into one file only.';
    this.logsToFile = true;
    return undefined;
  }

  private connect(option: Option, scope: ConfScope): string | undefined {
    const bridge = newBridge(option.rest);
    if (this.bridgeNames.has(bridge.name)) return 'Another connection has this name.';
    this.bridgeNames.add(bridge.name);
    const { path } = scope;
    const place = { path, line: option.number, column: option.nameColumn, reason: '' };
    this.bridges.set(bridge, { ...place, effect: 'refuses' });
    scope.bridge = bridge;
    return undefined;
  }

  private refuse(option: Option, scope: ConfScope, reason: string): void {
    this.report(option, scope, { reason, effect: 'refuses' });
  }

  private report(
    { number, nameColumn }: Option,
    { path }: ConfScope,
    what: Pick<ConfProblem, 'reason' | 'effect'>,
  ): void {
    this.problems.push({ path, line: number, column: nameColumn, ...what });
  }
}
