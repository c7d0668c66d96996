export { SchemasModule } from './schemas.module.js';
export { SchemasService, type ReplayedMessage } from './schemas.service.js';
