import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  provideBrowserGlobalErrorListeners,
  provideEnvironmentInitializer,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { provideApiConfiguration } from './api/api-configuration';
import { routes } from './app.routes';
import { sessionInterceptor } from './session/session-interceptor';
import { PageTitle } from './shell/page-title';
import { Theme } from './shell/theme';
import { downloadInterceptor } from './ui/download';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideHttpClient(withInterceptors([sessionInterceptor, downloadInterceptor])),
    provideRouter(routes, withComponentInputBinding()),
    provideApiConfiguration(''),
    { provide: TitleStrategy, useExisting: PageTitle },
    provideEnvironmentInitializer(() => inject(Theme)),
  ],
};
