/** What is about to be done that is not easily undone. */
export interface Question {
  /** The deed and whom it hits, as a question: "End the session of Firefox on Linux?" */
  readonly heading: string;
  /** What follows from it. */
  readonly text?: string;
  /** What it hits, line by line. */
  readonly hits?: readonly (readonly [what: string, value: string])[];
  /** Nothing is lost by it: it is asked for what it sets going, and is not painted as a danger. */
  readonly harmless?: boolean;
  /** How to have it back; without it, that cannot be. */
  readonly undo?: string;
  /** What has to be typed in first, and what it is called: the name of what goes. */
  readonly typed?: { readonly what: string; readonly text: string };
  /** What the two buttons say: "End it", "Keep it". */
  readonly go: string;
  readonly keep: string;
  /** Does it. While it fails, the question stays open and says why. */
  readonly act: () => Promise<void>;
}
