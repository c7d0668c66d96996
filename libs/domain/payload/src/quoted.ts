/** From U+007F on JSON leaves control characters as they are; a terminal would obey them. */
const CONTROLS = /[\u007f-\u009f]/g;

/** Text as a JSON string: in double quotes, on one line, without control characters. */
export function quoted(text: string): string {
  return escapeControls(JSON.stringify(text));
}

/** A JSON string with what JSON need not escape escaped too. */
export function escapeControls(json: string): string {
  return json.replace(CONTROLS, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
}
