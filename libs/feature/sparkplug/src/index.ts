export { SparkplugModule } from './sparkplug.module.js';
export { SparkplugService } from './sparkplug.service.js';
