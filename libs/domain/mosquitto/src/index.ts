export { logLine, type LogLine, type LogSeverity } from './log-line.js';
export { refusedLogin, type RefusedLogin } from './refused-login.js';
export { sysFigure } from './sys-figure.js';
