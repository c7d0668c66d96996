/** Text up to so many UTF-16 units; what is written beyond is left out, and known to be missing. */
export class CappedText {
  truncated = false;
  private readonly parts: string[] = [];
  private left: number;

  constructor(limit: number) {
    this.left = limit;
  }

  write(text: string): void {
    if (this.truncated) return;
    if (text.length <= this.left) {
      this.parts.push(text);
      this.left -= text.length;
      return;
    }
    this.truncated = true;
    this.parts.push(beginning(text, this.left));
  }

  toString(): string {
    return this.parts.join('');
  }
}

/** The first `length` UTF-16 units, or one less so that no surrogate pair is cut. */
export function beginning(text: string, length: number): string {
  const end = length > 0 && /[\ud800-\udbff]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
