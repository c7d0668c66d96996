import { HttpErrorResponse, type HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import { catchError, tap, throwError } from 'rxjs';
import { login } from '../api/functions';
import { Clock } from '../ui/clock';
import { Session } from './session';

/** Sends the token along, ends the session when the server refuses it, and reads the server's clock. */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  if (request.url.endsWith(login.PATH)) return next(request);
  // Looked up late: the session itself asks the API.
  const session = inject(Injector).get(Session);
  const clock = inject(Clock);
  const token = session.token();
  const sent =
    token === undefined
      ? request
      : request.clone({ setHeaders: { authorization: `Bearer ${token}` } });
  return next(sent).pipe(
    tap((event) => {
      if (event instanceof HttpResponse) clock.hear(event.headers.get('date'));
    }),
    catchError((error: unknown) => {
      // An answer to an older token says nothing about the one that is now in use.
      const refused = error instanceof HttpErrorResponse && error.status === 401;
      if (refused && session.token() === token) session.end();
      return throwError(() => error);
    }),
  );
};
