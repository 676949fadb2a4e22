// Headers that tell a browser to trust an answer with no more than it needs. Polls' answers go without: the page compares their
// heads, they are JSON, and other pages are refused them (strangers.ts). Pure.

/**
 * `host` is the request's, name and port, and has been checked; it is empty where a client of HTTP/1.0 sent none. Only the page's
 * answer is a document.
 */
export const securityHeaders = (isPage: boolean, host: string): Readonly<Record<string, string>> => ({
  "Content-Security-Policy": isPage ? pagePolicy(host) : "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
});

/** Nothing inline, nothing from elsewhere. WebSockets are named, because not every browser counts them to 'self' (CSP 3 section 6.7.2.8). */
const pagePolicy = (host: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self'${host === "" ? "" : ` ws://${host} wss://${host}`}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
