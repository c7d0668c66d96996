export { payloadFormat, preview, type PayloadFormat, type PayloadPreview } from './payload.js';
