import type { AccessDocument, BackendKind } from '#domain/change';
import type { BackendCheckDto } from '../api/drift.dto.js';
import type { AccessDifferenceDto } from '../api/plan.dto.js';
import type { KnownPolicy } from '../known-policy.js';
import type { PolicyInForce } from '../policy-source.js';
import type { AccessChange } from './access-change.js';
import type {
  ExactFiles,
  NumberedContent,
  ProbeAccount,
  RevisionContent,
} from './revision-content.js';

/** Where the broker keeps who may do what, and how that is changed. There are two. */
export interface AccessBackend {
  readonly kind: BackendKind;
  /**
   * As it is now, the probe taken off.
   * @param wanted whoever is kept out by it: of these the broker knows nothing
   * @throws Problem `policy-unreadable`, `broker-unavailable`
   */
  read(wanted: AccessDocument | undefined): Promise<AccessDocument>;
  /**
   * The files byte for byte, where there are files.
   * @throws Problem `policy-unreadable`; `access-drifted` when they do not say what the document does
   */
  exact(document: AccessDocument): Promise<ExactFiles | undefined>;
  /** What was seen in force, as far as it was kept: without what logs users in. */
  seen(policy: KnownPolicy): AccessDocument;
  /** What stands in the way of changing anything; nothing is changed. */
  checks(): Promise<readonly BackendCheckDto[]>;
  difference(before: AccessDocument, after: AccessDocument): AccessDifferenceDto;
  /** The policy that the broker will go by, as it will be seen then. */
  policy(inForce: KnownPolicy, content: RevisionContent): PolicyInForce;
  /** A new account for the probe of that revision. */
  probe(revision: number): Promise<ProbeAccount>;
  /** What it takes to get from one to the other, and back. */
  change(inForce: KnownPolicy, from: NumberedContent, to: NumberedContent): AccessChange;
  /** Ends the connections of these users. @throws Problem `cannot-disconnect`, `broker-unavailable` */
  disconnect(usernames: readonly string[]): Promise<void>;
  /** Whether it can. */
  readonly canDisconnect: boolean;
}
