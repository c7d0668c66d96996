import { storedToken } from './stored-session';
import type { OpenApi } from './openapi';

interface SwaggerRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
}

declare global {
  /** Of swagger-ui-bundle.js, which index.html loads before. */
  function SwaggerUIBundle(options: Readonly<Record<string, unknown>>): unknown;
}

/** Shows every operation of `spec` in `domNode`, to be tried out as whoever is logged in. */
export function showOperations(spec: OpenApi, domNode: HTMLElement): void {
  SwaggerUIBundle({
    spec,
    domNode,
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    filter: true,
    showExtensions: true, // x-role-floor, x-audit-action
    // All: what a role may not do is refused by the server, and what is done is in the audit trail.
    supportedSubmitMethods: ['get', 'post', 'put', 'patch', 'delete'],
    requestInterceptor: withToken,
    showMutatedRequest: false, // the curl command on the screen is without the token
    persistAuthorization: false,
    validatorUrl: null, // would send the document's address to a foreign server
  });
}

/** Adds the token, to our own server alone; another one that was entered under "Authorize" stays. */
function withToken(request: SwaggerRequest): SwaggerRequest {
  const token = storedToken();
  const isOurs = new URL(request.url, location.href).origin === location.origin;
  if (token !== undefined && isOurs) request.headers['Authorization'] ??= `Bearer ${token}`;
  return request;
}
