import type { DeclarationProblem } from './declaration.js';

/** More than anybody reads at once. */
const MOST_PROBLEMS = 100;

/** What is wrong, as it is found. */
export class Problems {
  readonly list: DeclarationProblem[] = [];

  add(pointer: string, detail: string): void {
    if (this.list.length < MOST_PROBLEMS) this.list.push({ pointer, detail });
  }
}

/** The members of an object that comes from outside. What is not as it should be is a problem, and read as absent. */
export class Members {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #asked = new Set<string>();

  constructor(
    value: unknown,
    readonly pointer: string,
    private readonly problems: Problems,
  ) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) this.refuse('It has to be an object with members.');
    this.#value = isObject ? { ...value } : {};
  }

  /** Has it said that the object, or the member of that name, is wrong. */
  refuse(detail: string, name?: string): void {
    this.problems.add(name === undefined ? this.pointer : this.at(name), detail);
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'string') return value;
    this.refuse('It has to be a text; in YAML, put it in quotes.', name);
    return undefined;
  }

  /** A text that has to be there. */
  needed(name: string): string {
    const text = this.text(name);
    if (text === '') this.refuse('It has to have at least one character.', name);
    if (!this.has(name)) this.refuse(`It has to have a member ${name}.`);
    return text ?? '';
  }

  flag(name: string): boolean | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    this.refuse('It has to be true or false.', name);
    return undefined;
  }

  whole(name: string): number | undefined {
    const value = this.#get(name);
    if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value))) {
      return value;
    }
    this.refuse('It has to be a whole number.', name);
    return undefined;
  }

  /** One of the words, which has to be there. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.#get(name);
    const word = words.find((one) => one === value);
    if (value === undefined) this.refuse(`It has to have a member ${name}.`);
    else if (word === undefined) this.refuse(`It has to be one of ${words.join(', ')}.`, name);
    return word;
  }

  /** Of those words, each once. */
  words<Word extends string>(name: string, words: readonly Word[]): readonly Word[] | undefined {
    return this.texts(name)?.flatMap((text, index) => {
      const word = words.find((one) => one === text);
      if (word === undefined) {
        this.problems.add(this.at(name, index), `It has to be one of ${words.join(', ')}.`);
      }
      return word ?? [];
    });
  }

  /** Texts that differ. */
  texts(name: string): readonly string[] | undefined {
    const seen = new Set<string>();
    return this.#list(name)?.flatMap((value, index) => {
      const pointer = this.at(name, index);
      if (typeof value !== 'string') this.problems.add(pointer, 'It has to be a text.');
      else if (seen.has(value)) this.problems.add(pointer, `${value} stands there twice.`);
      else {
        seen.add(value);
        return [value];
      }
      return [];
    });
  }

  objects(name: string): readonly Members[] | undefined {
    return this.#list(name)?.map(
      (value, index) => new Members(value, this.at(name, index), this.problems),
    );
  }

  /** Whatever nobody has asked for is not known. */
  end(): void {
    for (const name of Object.keys(this.#value)) {
      if (this.#asked.has(name)) continue;
      const known = [...this.#asked].join(', ');
      this.refuse(`Nothing of that name is known here; there can be ${known}.`, name);
    }
  }

  at(name: string, index?: number): string {
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
    return `${this.pointer}/${escaped}${index === undefined ? '' : `/${index}`}`;
  }

  #get(name: string): unknown {
    this.#asked.add(name);
    return this.#value[name];
  }

  #list(name: string): readonly unknown[] | undefined {
    const value = this.#get(name);
    if (value === undefined || Array.isArray(value)) return value;
    this.refuse('It has to be a list; [] is an empty one.', name);
    return undefined;
  }
}
