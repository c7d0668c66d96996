/** What follows the options in `mcm acl explain --help`. */
export const EXPLAIN_HELP = `
Exit code: 0 allowed, 1 denied, 2 wrong usage, 3 it cannot be said: a file
cannot be read, or the broker would not take it. Then the line, the column and
what the broker would do are named.

With --batch, each line that is not empty is a question in JSON, such as
  {"rules": "user ann\\ntopic read a/#\\n", "user": "ann", "clientid": "c1",
   "action": "receive", "topic": "a/b", "broker": "2.1"}
(all on one line). Each is answered with a line of JSON, in the same order:
  {"allowed": true, "because": "Line 2 gives ann read access to a/#.", …}
The keys:
  rules           the text of an acl_file; null: none is configured
  dynsec          the state of the dynamic-security plugin, an object; null:
                  the plugin is not loaded
  passwordFile    the text of a password_file; null: none is configured
  allowAnonymous  true or false
  user            null: no username, anonymous
  clientid, action, topic, broker
What a line does not say is as the options say, and other keys are not read.
With neither rules nor a state, everything is allowed. "allowed" is null when
it cannot be said, and "error" says why: the line is no question, or the broker
would not take the rules ("problem" has the file, line, column and consequence).

Exit code with --batch: 0 each question has its answer, 2 wrong usage, 3 a file
cannot be read.
`;
