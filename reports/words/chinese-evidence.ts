// Chinese: the end of the page, where everything can be checked.
import { count } from "../numbers.ts";
import type { englishEvidence } from "./english-evidence.ts";

const topics: ReadonlyMap<string, string> = new Map([
  ["connection", "连接"],
  ["batching", "合并"],
  ["compression", "压缩"],
  ["upkeep", "维持"],
]);

const defaults: ReadonlyMap<string, string> = new Map([
  ["kept alive, a request each interval", "保持连接，每个间隔一个请求"],
  ["kept alive, a request after each answer", "保持连接，每次响应之后一个请求"],
  ["upgraded once", "只升级一次"],
  ["all since the cursor in one answer", "游标之后的全部消息合在一个响应中"],
  ["a frame a message, a turn's frames in one write", "每条消息一帧，同一轮事件循环的帧一次写出"],
  ["a frame and a write a message", "每条消息一帧，各自写出"],
  ["none", "无"],
  ["permessage-deflate, each message alone", "permessage-deflate，每条消息单独压缩"],
  ["the empty polls", "空的轮询"],
  ["an empty answer after each hold", "每次挂起到期后一个空响应"],
  ["a ping every 30 s", "每 30 s 一个 ping"],
  ["nothing", "无"],
]);

export const chineseEvidence: typeof englishEvidence = {
  ledger: {
    title: "送达台账",
    why: "先送达，再谈快慢：应当送给订阅者的，以及实际到达的。凡记了台账的试验都计入，失败的也不例外。",
    caption: "按传输方式和场景统计的送达",
    heads: ["传输方式", "场景", "试验", "应送达", "已送达", "丢失", "重复", "乱序", "受影响的订阅者"],
  },
  trials: {
    title: "试验",
    why: "按执行的先后排列。无效的试验做了测量，但受限于测试装置；失败的试验丢失了送达或没有做完。两者都不计入汇总。",
    all: (number) => `全部 ${count(number)} 次试验`,
    caption: "每行一次试验",
    heads: {
      transport: "传输方式",
      step: "步序",
      scenario: "场景",
      repetition: "重复",
      status: "状态",
      deliveries: "送达",
      publishDelay: "发布延迟 p50 / 最大",
      offered: "要求的速率",
      achieved: "实际的速率",
      pacer: "节拍线程 CPU",
      wire: "线路字节数",
      cpu: "CPU，服务器 / 客户端",
      loopDelay: "事件循环延迟 p99，服务器 / 客户端",
      loop: "事件循环利用率，服务器 / 客户端",
      gc: "最长 GC 停顿，服务器 / 客户端",
      runDelay: "等待 CPU 核，服务器 / 客户端",
      otherWork: "其他负载",
      little: "利特尔比",
      notes: "原因与警告",
    },
    statuses: { measured: "有效", invalid: "无效", failed: "失败" },
  },
  units: { percentOfCore: "% 核", cores: "核" },
  defaults: {
    title: "互不相同的默认行为",
    caption: "各传输方式在没有另行设定时的做法，只列出有差别的",
    heading: "默认行为",
    topic: (topic) => topics.get(topic) ?? topic,
    value: (value) => defaults.get(value) ?? value,
  },
  run: {
    title: "本次运行",
    why: "由下面的命令产生；种子决定了发布计划、试验次序和轮询相位。",
    results: ["本页的每个数字都来自 ", "，它就包含在本文件中。"],
    save: "保存 results.json",
    facts: {
      run: "运行",
      started: "开始",
      ended: "结束",
      profile: "配置",
      seed: "种子",
      commit: "提交",
      processor: "处理器",
      memory: "内存",
      platform: "平台",
      files: "可打开的文件数",
      load: "开始时的平均负载",
    },
    notRecorded: "未记录",
    notKnown: "未知",
    withChanges: "，含未提交的改动",
    kernel: (platform, kernel) => `${platform}，内核 ${kernel}`,
    atMost: (number) => `最多 ${count(number)}`,
  },
};
