import { inject } from '@angular/core';
import { type CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

/** Where `/` leads: whoever asks for no page in particular is not led back to one. */
const START = '/overview';

/** Only with a session; else to the log-in page, and from there back to here. */
export const signedIn: CanActivateFn = (_route, { url }) => {
  if (inject(Session).token() !== undefined) return true;
  const queryParams = url === START ? {} : { returnUrl: url };
  return inject(Router).createUrlTree(['/login'], { queryParams });
};
