import { type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import { catchError, tap, throwError } from 'rxjs';
import { login, loginMfa } from '../api/functions';
import { Clock } from '../ui/clock';
import { failureOf } from '../ui/failure';
import { Session } from './session';

/** They are how one comes by a token. */
const LOG_INS = [login.PATH, loginMfa.PATH];

/** Sends the token along, ends the session when the server refuses it, and reads the server's clock. */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (LOG_INS.some((path) => request.url.endsWith(path))) return next(request);
  // Looked up late: the session itself asks the API.
  const session = inject(Injector).get(Session);
  const clock = inject(Clock);
  const token = session.token();
  const sent =
    token === undefined
      ? request
      : request.clone({ setHeaders: { authorization: `Bearer ${token}` } });
  const sentAt = Date.now();
  return next(sent).pipe(
    tap((event) => {
      if (event instanceof HttpResponse) clock.hear(event.headers.get('date'), sentAt);
    }),
    catchError((error: unknown) => {
      // Wrong passwords and codes are answered with 401 as well; only this kind is about the token. And an
      // answer to an older token says nothing about the one that is now in use.
      const refused = failureOf(error).kind === 'not-authenticated';
      if (refused && session.token() === token) session.end();
      return throwError(() => error);
    }),
  );
};
