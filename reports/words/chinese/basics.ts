// Chinese (zh-CN): how sentences, lists and names are put together, and the words that every part of a page shares.
import { count, duration, thin } from "../../writing/numbers.ts";
import type { englishBasics } from "../english/basics.ts";
import { spaced, zh } from "./spacing.ts";

const transports: Readonly<Record<string, string>> = {
  "short-polling": "短轮询",
  "long-polling": "长轮询",
  websocket: "WebSocket",
  "websocket-deflate": "WebSocket（压缩）",
  "ws-library": "WebSocket（ws 包）",
  "server-sent-events": "服务器发送事件",
};

const scenarios: Readonly<Record<string, readonly [name: string, why: string]>> = {
  broadcast: ["广播", "一路消息发给众多订阅者：比分、行情、监控面板。"],
  sparse: ["稀疏消息", "几乎没有新消息：相邻两条消息之间的静默比挂起时长还长。"],
  intervals: ["轮询间隔", "多久轮询一次：每种间隔要付出多少请求，又会让消息陈旧多少。"],
  distance: ["距离", "订阅者离得有多远：单向延迟加在每个数据包上，握手和确认也不例外。"],
  silence: ["静默", "订阅者只是等待、没有任何消息时的代价：不同订阅者数量下的 CPU 和内存。"],
  rates: ["消息速率", "消息有多频繁：在哪里一种传输方式的请求数、字节数或 CPU 会超过另一种。"],
  sizes: ["消息大小", "消息有多大：消息体大到什么程度，头部便不再重要。"],
  "t1-headers": ["T1 头部", "Lubbers 与 Greco 的股票行情：与帧相比，轮询的头部要多花多少字节。"],
  "t2-latency": ["T2 延迟", "Lubbers 与 Greco 的延迟：每次传输 50 ms，三次对一次。"],
  "t3-pull": ["T3 拉取", "Bozdag、Mesbah 与 van Deursen 的拉取与推送对比，速度为原来的十倍。"],
  "t4-distance": ["T4 距离", "Pimentel 与 Nickerson 的每秒四次读数，距离越来越远。"],
  "t6-updates": ["T6 更新", "Abril 的五次更新，每秒一次，以及每种传输方式为此要发多少请求。"],
  "t7-rfc6202": ["T7 RFC 6202 的传输次数", "RFC 6202 所说的传输次数：平均一次，最多三次。"],
  "t8-throughput": ["T8 吞吐量", "Puranik 的传感器读数：同样的数据要多少字节，同样的字节能带多少数据。"],
};

const known = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const said = (parts: readonly string[]): readonly string[] => parts.filter((part) => part !== "");

export const chineseBasics: typeof englishBasics = {
  language: "zh-CN",
  transport: (name, label) => {
    const [plain = name, ...arms] = name.split(":");
    const own = known(transports, plain);
    if (own === undefined) return label;
    return `${own}${arms.includes("browser") ? "（Chromium 中）" : ""}${arms.includes("again") ? "（再次）" : ""}`;
  },
  scenario: (name) => known(scenarios, name)?.[0] ?? name,
  why: (scenario, why) => known(scenarios, scenario)?.[1] ?? why,
  join: (parts) => (parts.length < 2 ? parts.join("") : zh`${parts.slice(0, -1).join("、")}和${parts.at(-1) ?? ""}`),
  gap: "",
  sentences: (parts) => spaced(said(parts).join("")),
  clauses: (parts) => said(parts).join("；"),
  parts: (parts) => said(parts).join("，"),
  conjoin: (parts) => parts.join("，"),
  stop: (text) => `${text}。`,
  headed: (head, text) => `${head}：${text}`,
  bracketed: (text) => `（${text}）`,
  inSentence: (label) => label,
  capitalise: (text) => text,
  range: (least, most) => `${least} 至 ${most}`,
  rate: (perSec) =>
    perSec > 0 && perSec < 1
      ? `每 ${duration(1000 / perSec)} 一条消息`
      : `每秒 ${Number(perSec.toPrecision(3))}${thin}条消息`,
  subscribers: (number) => `${count(number)} 个订阅者`,
  trials: (number) => `${count(number)} 次试验`,
  cores: (number) => `${count(number)} 核`,
  every: (time) => `每 ${time}`,
  hold: (time) => `挂起 ${time}`,
};
