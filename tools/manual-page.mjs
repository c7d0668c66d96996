import { execFileSync } from 'node:child_process';

/** Text as roff has it: no line is a command, no letter an escape, and hyphens can be copied. */
const roff = (text) =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const asItIs = (text) => `.nf\n${roff(text.trimEnd())}\n.fi`;

/** The commands that a help text lists. */
function commandsIn(help) {
  const [, list = ''] = /^Commands:\n((?: .*\n)+)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name]) => name);
}

/** The manual page mcm(1): what the program at `mcm` says of itself and of its commands when asked for help. */
export function manualPage(mcm, { version, date }) {
  const help = (...words) => execFileSync(mcm, [...words, '--help'], { encoding: 'utf8' });
  const top = help();
  const commands = commandsIn(top).map((name) => `.SS mcm ${roff(name)}\n${asItIs(help(name))}`);
  return `.TH MCM 1 ${date.slice(0, 10)} "MCM ${version}" "Mosquitto Control Manager"
.SH NAME
mcm \\- control plane for Eclipse Mosquitto
.SH SYNOPSIS
.B mcm
[\\fIoptions\\fR] \\fIcommand\\fR
.SH DESCRIPTION
${asItIs(top)}
.PP
.B mcm
.I command
.B \\-\\-help
says what a command of a command takes.
.SH COMMANDS
${commands.join('\n')}
.SH FILES
.TP
.I /etc/mcm/config.yaml
the configuration of the service, which is \\fBsystemctl status mcm\\fR
.TP
.I /var/lib/mcm
database, keys and lock of the service
.SH ENVIRONMENT
Each key of the configuration has a variable: \\fIhttp.port\\fR is \\fBMCM_HTTP_PORT\\fR.
.SH SEE ALSO
.BR mosquitto (8),
.BR mosquitto.conf (5)
`;
}
