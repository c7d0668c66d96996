import type { RetainedSize } from '#link/broker';
import { Problem, type Clock } from '#platform';

/** How long a preview can be carried out. */
const LIFE_MS = 600_000;
const MOST = 4;
/** Of all previews together; a single one may have as many. */
const MOST_TOPICS = 1_000_000;

export interface Preview {
  readonly id: string;
  readonly filter: string;
  readonly found: readonly RetainedSize[];
  readonly payloadBytes: number;
  readonly expiresAt: number;
}

/** The latest previews, without payloads; when there are too many, the oldest goes. */
export class RetainedPreviews {
  private readonly held = new Map<string, Preview>();

  constructor(private readonly clock: Clock) {}

  add(preview: Omit<Preview, 'expiresAt'>): Preview {
    const added = { ...preview, expiresAt: this.clock() + LIFE_MS };
    this.held.set(added.id, added);
    let topics = [...this.held.values()].reduce((sum, { found }) => sum + found.length, 0);
    for (const { id, found } of this.held.values()) {
      if (this.held.size <= MOST && topics <= MOST_TOPICS) break;
      this.held.delete(id);
      topics -= found.length;
    }
    return added;
  }

  get(id: string): Preview {
    const preview = this.held.get(id);
    if (preview && preview.expiresAt > this.clock()) return preview;
    this.held.delete(id);
    throw new Problem('preview-not-found', 'It was carried out, or is more than ten minutes old.');
  }

  remove(id: string): void {
    this.held.delete(id);
  }
}
