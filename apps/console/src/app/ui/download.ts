import {
  HttpContextToken,
  HttpErrorResponse,
  HttpEventType,
  type HttpInterceptorFn,
} from '@angular/common/http';
import { fromEvent, takeUntil, tap } from 'rxjs';

/** Who waits for a large answer. */
export interface DownloadWatch {
  /** Hears how many bytes have come so far. */
  readonly progress: (bytes: number) => void;
  /** Ends the request. */
  readonly signal: AbortSignal;
}

/** Goes along with a request whose progress is shown: `new HttpContext().set(DOWNLOAD, watch)`. */
export const DOWNLOAD = new HttpContextToken<DownloadWatch | undefined>(() => undefined);

/** Tells a {@link DownloadWatch} of what comes, and lets it end the request. */
export const downloadInterceptor: HttpInterceptorFn = (request, next) => {
  const watch = request.context.get(DOWNLOAD);
  if (watch === undefined) return next(request);
  return next(request.clone({ reportDownloadProgress: true })).pipe(
    takeUntil(fromEvent(watch.signal, 'abort')),
    tap((event) => {
      if (event.type === HttpEventType.DownloadProgress) watch.progress(event.loaded);
    }),
  );
};

/** The problem of a request that asked for a file: it lies in a blob as well, and is read out of it. */
export async function fromBlob(error: unknown): Promise<unknown> {
  if (!(error instanceof HttpErrorResponse) || !(error.error instanceof Blob)) return error;
  const { headers, status, url } = error;
  const known = { headers, status, ...(url !== null && { url }) };
  const text = await error.error.text();
  try {
    const problem: unknown = JSON.parse(text);
    return new HttpErrorResponse({ ...known, error: problem });
  } catch {
    // SyntaxError: a proxy answered with a page of its own. The status says what there is to say.
    return new HttpErrorResponse(known);
  }
}

/** Has the browser keep `blob` as a file. */
export function saveFile(blob: Blob, name: string, document: Document): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn; before, some have not.
  setTimeout(() => URL.revokeObjectURL(url));
}

/** `mcm-audit-20261123-142029.csv`, by universal time. */
export function timedName(what: string, extension: string, now: number): string {
  const [day = '', time = ''] = new Date(now)
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .split('T');
  return `${what}-${day}-${time}.${extension}`;
}
