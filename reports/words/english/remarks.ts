// English: what is remarked about trials and runs. Parameters stand in braces (bench/record/remarks.ts), with their units.
import type { RemarkCode } from "../../../bench/record/remarks.ts";

export const englishRemarks: Readonly<Record<RemarkCode, string>> = {
  failure: "{why}",
  "deliveries-spoilt":
    "of {expected} deliveries {lost} lost, {duplicated} duplicated, {outOfOrder} out of order, {foreign} foreign, {altered} altered; subscribers affected: {subscribersAffected}",
  "bytes-unaccounted":
    "{unaccountedBytes} at the clients' sockets belong to no kind: the transport's client has to book every byte",
  "rate-missed-by-server":
    "the publisher made {achievedShare} of the offered rate, since the server was busy: that is as much as it can do",
  "published-late-by-server":
    "half of all messages were published more than {limitMs} late, since the server was busy: that is as much as it can do",
  "server-core-used-up": "the server used {cpuShare} of a core: that is as much as it can do",
  "rate-missed-by-machine":
    "the publisher made {achievedShare} of the offered rate, since its thread woke late: stop other work, or lower --rate",
  "published-late-by-machine":
    "half of all messages were published more than {limitMs} late, since their thread woke late: stop other work, or lower --rate",
  "other-work": "other work used {otherCores} cores of this machine: stop it, or measure elsewhere",
  "client-too-busy":
    "a client process used {cpuShare} of a core: raise --client-processes or lower --rate or --subscribers",
  "chromium-too-busy": "a process of Chromium used {cpuShare} of a core: lower --rate or --subscribers",
  "link-too-busy": "the delaying link used {cpuShare} of a core: lower --rate, --subscribers or --body",
  "server-stood-still": "the server process stood still for {stallMs} at a time: stop other work, or measure again",
  "server-stood-still-often":
    "the server process stood still for {stallShare} of the window: stop other work, or measure again",
  "client-stalled":
    "a client process stalled for {stallMs} at a time: stop other work, or lower --rate or --subscribers",
  "client-stalled-often":
    "a client process stalled for {stallShare} of the window: stop other work, or lower --rate or --subscribers",
  "page-stalled":
    "a client process or a page stalled for {stallMs} at a time: stop other work, or lower --rate or --subscribers",
  "page-stalled-often":
    "a client process or a page stalled for {stallShare} of the window: stop other work, or lower --rate or --subscribers",
  "link-stalled":
    "the delaying link stalled for {stallMs} at a time: stop other work, or lower --rate, --subscribers or --body",
  "link-stalled-often":
    "the delaying link stalled for {stallShare} of the window: stop other work, or lower --rate, --subscribers or --body",
  "link-late":
    "the delaying link passed packets on up to {lateMs} late: stop other work, or lower --rate, --subscribers or --body",
  "publisher-woke-late": "the publisher's thread woke up to {lateMs} late: stop other work, or measure again",
  "slow-phase-repeated":
    "a slow phase of the machine: fixed code took {slowTimes} times as long as usual; measured again",
  "kept-busy": "it counts by --accept-busy alone, and would be invalid without",
  "slow-phase": "a slow phase of the machine: fixed code took {slowTimes} times as long as usual",
  "published-late":
    "messages were published up to {lateMs} late (p99, or p90 in a small sample); response times include this",
  "no-message-due": "no message was due in the window, so there is no response time: raise --rate or --measure",
  "server-loop-held": "the server's own work held its event loop up for {heldMs} at a time",
  "clients-loop-late": "the clients' event loop was {lateMs} late (p99): deliveries were stamped late",
  "server-paused": "the server process stood still for up to {stallMs}, and {stallShare} of the window",
  "client-paused": "a client process stalled for up to {stallMs}, and {stallShare} of the window",
  "link-paused": "the delaying link stalled for up to {stallMs}, and {stallShare} of the window",
  "leader-stood-still":
    "the benchmark's own process stood still for {stallMs}: it carries no message, and the numbers stand",
  "page-clock-uncertain":
    "a page's clock is known to within {offsetMs} and moved by {driftMs}: the page's times are as uncertain",
  "server-waited": "the server waited for a core during {waitShare} of the window",
  "clients-waited": "the clients waited for a core during {waitShare} of the window",
  "server-collected": "the server collected garbage for {gcShare} of the window, {pauseMs} at the longest",
  "clients-collected": "the clients collected garbage for {gcShare} of the window, {pauseMs} at the longest",
  unsteady:
    "the trial was not in a steady state: outstanding deliveries were {outstandingShare} of rate × mean response time (Little's law)",
  "bytes-counted-differently": "server and clients counted {differentBytes} differently over the trial",
  "subscribers-too-slow":
    "subscribers that read too slowly were disconnected by the server, {subscribers} of them; they resumed from their cursors",
  "subscribers-silent": "subscribers that answered no ping were disconnected by the server, {subscribers} of them",
  partial: "partial: {run} of {planned} planned trials were run",
  "stopped-precise":
    "--trials auto ended after {trials} trials a cell, precise enough: the widest 95 % interval of {metric} is {widestShare} of its median (asked for: {askedShare})",
  "stopped-at-limit":
    "--trials auto ended at its limit of {trials} trials a cell: the widest 95 % interval of {metric} is {widestShare} of its median (asked for: {askedShare})",
  "stopped-without-interval":
    "--trials auto ended after {trials} trials a cell, of which none has an interval of {metric} (asked for: {askedShare} of its median)",
  "stopped-clients-too-busy":
    "the run stopped itself after {trials} spoilt trials in a row, since its clients used up to {cpuShare} of a core: run it again with more --client-processes, or with less --rate or fewer --subscribers",
  "stopped-chromium-too-busy":
    "the run stopped itself after {trials} spoilt trials in a row, since Chromium used up to {cpuShare} of a core: run it again with less --rate or fewer --subscribers",
  "stopped-link-too-busy":
    "the run stopped itself after {trials} spoilt trials in a row, since the delaying link used up to {cpuShare} of a core: run it again with less --rate, fewer --subscribers or smaller --body",
  "stopped-failing":
    "the run stopped itself after {trials} trials in a row that failed alike ({why}): run one of them alone by --transports and --scenarios with --trials 1",
  "busy-at-start": "the machine was busy at the start: load average {loadCores} on {cores} cores",
  "one-core": "server and clients share one core: each slows the other",
  "delayed-by-relay":
    "delays were made by a relay in user space: it hides TCP's handshake and slow start, and bytes on the wire",
  "delayed-by-relay-because":
    "delays were made by a relay in user space ({why}): it hides TCP's handshake and slow start, and bytes on the wire",
  "lines-left-out": "damaged lines of run.jsonl were left out: {why}",
  "folder-made-again": "the run's folder was removed or moved away while the run went on, and was made again",
  "cores-not-split": "no process had a core of its own: {why}",
  "other-work-before":
    "before the first trial other work used {otherCores} cores of this machine; trials beside it will be invalid: stop it, or keep their numbers by --accept-busy",
  "other-work-before-kept":
    "before the first trial other work used {otherCores} cores of this machine; trials beside it are kept and marked, since --accept-busy is given",
  "floor-unmeasured": "the noise floor at {oneWayMs} was not measured: {why}",
  "ceiling-unmeasured": "the ceiling of the HTTP endpoints was not measured: {why}",
  "wire-by-sockets": "TCP_INFO of each socket",
  "wire-by-network": "octet counters of the trial's own network",
  "wire-behind-relay": "a relay hides them",
  "wire-untold": "the system does not tell: no network namespace, and no ss",
  "wire-sockets-changed":
    "sockets opened or closed within the window, {sockets} of them, and their counters went with them",
};
