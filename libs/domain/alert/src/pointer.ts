const LONGEST = 1_024;

/** Whether `text` is a JSON pointer (RFC 6901 section 3) of a sane length. */
export const isPointer = (text: string): boolean =>
  text.length <= LONGEST && /^(?:\/(?:[^~/]|~[01])*)*$/.test(text);
