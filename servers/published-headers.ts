// The head of the poll's answer that Lubbers and Greco counted ("HTML5 WebSocket: A Quantum Leap in Scalability for the Web",
// 2010): 193 bytes with line ends. Its counterpart in the clients is the request of 716 bytes.

/**
 * A value for `pollHeaders`. Content-Length and Date follow, as they did there; the head has 193 bytes for a body of 10 to
 * 99 bytes (theirs had 21). An answer without news was unknown there; it has these headers too.
 */
export const publishedAnswerHeaders: readonly string[] = [
  "X-Powered-By",
  "Servlet/2.5",
  "Server",
  "Sun Java System Application Server 9.1_02",
  "Content-Type",
  "text/html;charset=UTF-8",
];
