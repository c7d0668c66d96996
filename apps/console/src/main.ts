import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

// What fails here is reported by the browser, as any promise that nobody catches.
void bootstrapApplication(App, appConfig);
