import { consequenceOf, type LintedFile, type Policy } from '#domain/access';
import {
  parseAclFile,
  parseDynsecState,
  parsePasswordFile,
  type BrokerVersion,
  type FileProblem,
} from '#domain/mosquitto';

/** The files by which a broker decides, and the plugin's state. */
export const RULE_FILES: readonly LintedFile[] = ['acl_file', 'dynamic-security', 'password_file'];

/** What stands in the files that are configured, and what goes with them. */
export interface Sources {
  readonly broker: BrokerVersion;
  readonly allowAnonymous: boolean;
  readonly files: Readonly<Partial<Record<LintedFile, Uint8Array>>>;
}

/** A problem of one of the files. */
export interface Fault extends FileProblem {
  readonly file: LintedFile;
  /** What the broker would do, at its start and at a reload. */
  readonly consequence: string;
}

export interface Prepared {
  readonly policy: Policy;
  /** In the order of {@link RULE_FILES} and of their lines. */
  readonly faults: readonly Fault[];
  /** The first fault because of which nothing can be said about who may do what. */
  readonly fatal?: Fault;
  /** The first fault because of which the broker does not start, or may not. */
  readonly stops?: Fault;
}

export function preparePolicy({ broker, allowAnonymous, files }: Sources): Prepared {
  const aclFile = files.acl_file && parseAclFile(files.acl_file);
  const state = files['dynamic-security'];
  const dynsec = state && parseDynsecState(state);
  const passwordFile = files.password_file && parsePasswordFile(files.password_file, broker);
  const parsed = {
    acl_file: aclFile,
    'dynamic-security': dynsec,
    password_file: passwordFile,
  };
  const faults = RULE_FILES.flatMap((file) =>
    (parsed[file]?.problems ?? []).map((problem) => ({
      ...problem,
      file,
      consequence: consequenceOf(file, problem.effect, broker),
    })),
  );
  const stops = faults.find(doesNotLoad);
  const fatal =
    stops ??
    faults.find(({ file }) => file === 'dynamic-security' && dynsec?.unreadable !== undefined);
  const policy = {
    broker,
    allowAnonymous,
    ...(aclFile && { aclFile }),
    ...(dynsec && { dynsec }),
    ...(passwordFile && { passwordFile }),
  };
  return { policy, faults, ...(fatal && { fatal }), ...(stops && { stops }) };
}

/** A file of lines that is misread may as well be refused; of the plugin's state, it is about a single entry. */
function doesNotLoad({ file, effect }: Fault): boolean {
  return effect === 'refuses' || (effect === 'misreads' && file !== 'dynamic-security');
}
