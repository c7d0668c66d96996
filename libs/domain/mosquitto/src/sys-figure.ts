/**
 * A figure below `$SYS`: a number where the broker publishes one, else its text as it is. An uptime of
 * "12 seconds" is 12. The version stays text, and so does an integer too large to be exact.
 */
export function sysFigure(topic: string, payload: string): number | string {
  if (topic.endsWith('/version')) return payload;
  const digits = topic.endsWith('/uptime') ? payload.replace(/ seconds?$/, '') : payload;
  if (!/^-?\d{1,20}(\.\d{1,20})?$/.test(digits)) return payload;
  const figure = Number(digits);
  return Number.isInteger(figure) && !Number.isSafeInteger(figure) ? payload : figure;
}
