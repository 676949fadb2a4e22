import { describe, expect, it } from "vitest";
import { octetsOf, tcpInfoOf, wireBetween } from "./wire.ts";

const netstat = `TcpExt: SyncookiesSent SyncookiesRecv
TcpExt: 0 0
IpExt: InNoRoutes InTruncatedPkts InOctets OutOctets InMcastOctets
IpExt: 0 0 1234 5678 0
MPTcpExt: MPCapableSYNRX
MPTcpExt: 0
`;

const snmp = `Ip: Forwarding DefaultTTL
Ip: 1 64
Tcp: RtoAlgorithm MaxConn InSegs OutSegs RetransSegs
Tcp: 1 -1 10 20 3
Udp: InDatagrams
Udp: 0
`;

describe("octetsOf", () => {
  it("reads what came in as down and what went out as up, and takes the segments' headers off for the payload", () => {
    expect(octetsOf(netstat, snmp)).toEqual({ up: 5678, down: 1234, payload: 5678 + 1234 - 52 * 30 });
  });

  it.each(["", "IpExt: InNoRoutes\nIpExt: 0\n", "IpExt: InOctets OutOctets\n"])("says null of %j", (text) => {
    expect(octetsOf(text, snmp)).toBeNull();
    expect(octetsOf(netstat, text)).toBeNull();
  });
});

const ss = `ESTAB 0      0          127.0.0.1:44990     127.0.0.1:36817
	 cubic wscale:10,10 rto:200 rtt:0.05/0.02 mss:32768 cwnd:10 bytes_sent:100 bytes_acked:101 bytes_received:2000 segs_out:5 segs_in:4 data_segs_out:1 send 1Gbps
ESTAB 0      0      [::ffff:127.0.0.1]:44988     [::ffff:127.0.0.1]:36817
	 cubic bytes_acked:1 bytes_received:7 segs_out:2 segs_in:3
TIME-WAIT 0  0          127.0.0.1:44000     127.0.0.1:36817
`;

describe("tcpInfoOf", () => {
  it("adds up payload and 52 bytes a segment, over the sockets that are open", () => {
    expect(tcpInfoOf(ss)).toEqual({
      up: 100 + 7 * 52,
      down: 2007 + 7 * 52,
      payload: 2107,
      sockets: [44_988, 44_990],
    });
  });
});

describe("wireBetween", () => {
  const at = (up: number, down: number, sockets: readonly number[]) => ({ up, down, payload: up * 2, sockets });

  it("is the difference of two readings of the same sockets", () => {
    expect(wireBetween(at(10, 20, [1, 2]), at(15, 120, [1, 2]))).toEqual({ up: 5, down: 100, payload: 10 });
  });

  it.each([
    [null, at(1, 1, []), { code: "wire-untold" }],
    [at(1, 1, []), null, { code: "wire-untold" }],
    [at(1, 1, [1, 2]), at(2, 2, [2, 3]), { code: "wire-sockets-changed", sockets: 2 }],
  ])("says why it is not known", (before, after, reason) => {
    expect(wireBetween(before, after)).toEqual(reason);
  });
});
