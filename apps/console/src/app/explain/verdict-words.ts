import {
  becauseOf,
  type Action,
  type Explanation,
  type Question,
  type Ruling,
} from '#domain/access';
import { codeParts, type TextPart } from '../ui/code-parts';

const DEEDS: Readonly<Record<Action, string>> = {
  publish: 'publish here',
  receive: 'receive what is published here',
  subscribe: 'subscribe to this',
  unsubscribe: 'unsubscribe from this',
  login: 'log in',
};

/** The answer in one sentence: `No. nodered may not publish here.` */
export function answerWords({ client, action }: Question, allowed: boolean): readonly TextPart[] {
  const { username = '', clientId } = client;
  const as = clientId === username || clientId === '' ? '' : clientId;
  return [
    { text: allowed ? 'Yes. ' : 'No. ', code: false },
    username === '' ? { text: 'An anonymous client', code: false } : { text: username, code: true },
    ...(as === ''
      ? []
      : [
          { text: ' as ', code: false },
          { text: as, code: true },
        ]),
    { text: ` ${allowed ? 'may' : 'may not'} ${DEEDS[action]}.`, code: false },
  ];
}

/** Why, with names and filters set apart. */
export function reasonParts(explanation: Explanation, question: Question): readonly TextPart[] {
  const { username = '', clientId } = question.client;
  const codes = [...codesOf(explanation.because), username, clientId];
  return codeParts(becauseOf(explanation, question), codes);
}

function codesOf(by: Ruling): readonly string[] {
  switch (by.kind) {
    case 'acl-line':
      return [by.filter];
    case 'role-acl':
      return [by.role, by.group ?? '', by.type, by.topic];
    case 'role-wildcards':
      return [by.role, by.group ?? ''];
    case 'dynsec-default':
    case 'broker':
      return [];
  }
}
