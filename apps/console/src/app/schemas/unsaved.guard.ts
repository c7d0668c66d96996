import type { CanDeactivateFn } from '@angular/router';
import type { SchemaEditorPage } from './schema-editor-page';

/** Nobody loses by a slip what they wrote. */
export const unsaved: CanDeactivateFn<SchemaEditorPage> = (page) => page.mayLeave();
