export { logLine, type LogLine, type LogSeverity } from './log-line.js';
export { sysFigure } from './sys-figure.js';
