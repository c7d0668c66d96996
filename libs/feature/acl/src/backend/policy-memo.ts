import type { AccessDocument } from '#domain/change';
import type { KnownPolicy } from '../known-policy.js';
import type { PolicyInForce } from '../policy-source.js';
import type { RevisionContent } from './revision-content.js';

interface Known extends Pick<RevisionContent, 'probe'> {
  readonly inForce: KnownPolicy;
  readonly policy: PolicyInForce;
}

/** Keeps the policy of a document as long as the document: who prepares, makes and looks back at a change asks for it. */
export class PolicyMemo {
  private readonly known = new WeakMap<AccessDocument, Known>();

  of(
    inForce: KnownPolicy,
    { document, probe }: RevisionContent,
    make: () => PolicyInForce,
  ): PolicyInForce {
    const known = this.known.get(document);
    if (known?.inForce === inForce && known.probe === probe) return known.policy;
    const policy = make();
    this.known.set(document, { inForce, policy, ...(probe && { probe }) });
    return policy;
  }
}
