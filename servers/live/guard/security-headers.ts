// What tells a browser to trust an answer with no more than it needs. Pure. Polls' answers go without: their heads are what
// the page compares, they are JSON, and are refused to other pages (strangers.ts).

/** `host`: of the request, name and port; it has been checked. The page's is the one answer that is a document. */
export const securityHeaders = (isPage: boolean, host: string): Readonly<Record<string, string>> => ({
  "Content-Security-Policy": isPage ? pagePolicy(host) : "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
});

/** Nothing inline, nothing from elsewhere. Not every browser takes 'self' for its WebSockets too (CSP 3 section 6.7.2.8). */
const pagePolicy = (host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
