// Chinese: what is remarked about trials and runs. Parameters stand in braces, as in English.
import type { englishRemarks } from "../english/remarks.ts";

export const chineseRemarks: typeof englishRemarks = {
  failure: "{why}",
  "deliveries-spoilt":
    "应有 {expected} 次送达：丢失 {lost} 次，重复 {duplicated} 次，乱序 {outOfOrder} 次，外来 {foreign} 次，被改动 {altered} 次；受影响的订阅者：{subscribersAffected} 个",
  "bytes-unaccounted": "客户端套接字上有 {unaccountedBytes} 不属于任何类别：传输方式的客户端必须登记每个字节",
  "rate-missed-by-server": "服务器繁忙，发布方只达到要求速率的 {achievedShare}：这已是它的极限",
  "published-late-by-server": "服务器繁忙，一半消息的发布晚了 {limitMs} 以上：这已是它的极限",
  "server-core-used-up": "服务器用掉了一个核的 {cpuShare}：这已是它的极限",
  "rate-missed-by-machine": "发布线程唤醒太晚，发布方只达到要求速率的 {achievedShare}：请停掉其他任务，或调低 --rate",
  "published-late-by-machine": "发布线程唤醒太晚，一半消息的发布晚了 {limitMs} 以上：请停掉其他任务，或调低 --rate",
  "other-work": "本机的其他任务占用了 {otherCores} 个核：请停掉它们，或换一台机器测量",
  "client-too-busy":
    "一个客户端进程用掉了一个核的 {cpuShare}：请调高 --client-processes，或调低 --rate 或 --subscribers",
  "chromium-too-busy": "Chromium 的一个进程用掉了一个核的 {cpuShare}：请调低 --rate 或 --subscribers",
  "link-too-busy": "延迟链路用掉了一个核的 {cpuShare}：请调低 --rate、--subscribers 或 --body",
  "server-stood-still": "服务器进程一次停顿达 {stallMs}：请停掉其他任务，或重新测量",
  "server-stood-still-often": "服务器进程在测量窗口的 {stallShare} 内停顿：请停掉其他任务，或重新测量",
  "client-stalled": "一个客户端进程一次停顿达 {stallMs}：请停掉其他任务，或调低 --rate 或 --subscribers",
  "client-stalled-often":
    "一个客户端进程在测量窗口的 {stallShare} 内停顿：请停掉其他任务，或调低 --rate 或 --subscribers",
  "page-stalled": "一个客户端进程或页面一次停顿达 {stallMs}：请停掉其他任务，或调低 --rate 或 --subscribers",
  "page-stalled-often":
    "一个客户端进程或页面在测量窗口的 {stallShare} 内停顿：请停掉其他任务，或调低 --rate 或 --subscribers",
  "link-stalled": "延迟链路一次停顿达 {stallMs}：请停掉其他任务，或调低 --rate、--subscribers 或 --body",
  "link-stalled-often":
    "延迟链路在测量窗口的 {stallShare} 内停顿：请停掉其他任务，或调低 --rate、--subscribers 或 --body",
  "link-late": "延迟链路转发数据包最多晚了 {lateMs}：请停掉其他任务，或调低 --rate、--subscribers 或 --body",
  "publisher-woke-late": "发布线程最多晚醒了 {lateMs}：请停掉其他任务，或重新测量",
  "slow-phase-repeated": "机器处于缓慢阶段：固定代码的耗时是平时的 {slowTimes} 倍；已重新测量",
  "kept-busy": "仅因 --accept-busy 才计入，否则无效",
  "slow-phase": "机器处于缓慢阶段：固定代码的耗时是平时的 {slowTimes} 倍",
  "published-late": "消息的发布最多晚了 {lateMs}（p99，样本小时为 p90）；响应时间包含这一部分",
  "no-message-due": "测量窗口内没有应发布的消息，因此没有响应时间：请调高 --rate 或 --measure",
  "server-loop-held": "服务器自身的工作一次占住其事件循环达 {heldMs}",
  "clients-loop-late": "客户端的事件循环晚了 {lateMs}（p99）：送达的时间戳偏晚",
  "server-paused": "服务器进程一次停顿最多 {stallMs}，合计占测量窗口的 {stallShare}",
  "client-paused": "一个客户端进程一次停顿最多 {stallMs}，合计占测量窗口的 {stallShare}",
  "link-paused": "延迟链路一次停顿最多 {stallMs}，合计占测量窗口的 {stallShare}",
  "leader-stood-still": "基准测试自身的进程停顿了 {stallMs}：它不传递消息，数字依然有效",
  "page-clock-uncertain": "页面时钟的误差在 {offsetMs} 以内，漂移了 {driftMs}：页面的时间同样不确定",
  "server-waited": "服务器在测量窗口的 {waitShare} 内等待处理器核",
  "clients-waited": "客户端在测量窗口的 {waitShare} 内等待处理器核",
  "server-collected": "服务器的垃圾回收占测量窗口的 {gcShare}，最长一次 {pauseMs}",
  "clients-collected": "客户端的垃圾回收占测量窗口的 {gcShare}，最长一次 {pauseMs}",
  unsteady: "试验未处于稳态：在途的送达数是速率 × 平均响应时间的 {outstandingShare}（利特尔定律）",
  "bytes-counted-differently": "整个试验中，服务器与客户端的计数相差 {differentBytes}",
  "subscribers-too-slow": "服务器断开了读得太慢的订阅者，共 {subscribers} 个；它们从各自的游标续接",
  "subscribers-silent": "服务器断开了不应答 ping 的订阅者，共 {subscribers} 个",
  partial: "部分运行：计划的 {planned} 次试验中运行了 {run} 次",
  "stopped-precise":
    "--trials auto 在每个单元 {trials} 次试验后结束，已足够精确：{metric} 最宽的 95% 置信区间是其中位数的 {widestShare}（要求 {askedShare}）",
  "stopped-at-limit":
    "--trials auto 在每个单元 {trials} 次试验的上限处结束：{metric} 最宽的 95% 置信区间是其中位数的 {widestShare}（要求 {askedShare}）",
  "stopped-without-interval":
    "--trials auto 在每个单元 {trials} 次试验后结束，没有一个单元有 {metric} 的区间（要求其中位数的 {askedShare}）",
  "stopped-clients-too-busy":
    "连续 {trials} 次试验作废后运行自行停止：客户端最多用掉了一个核的 {cpuShare}；请调高 --client-processes，或调低 --rate 或 --subscribers，再运行一次",
  "stopped-chromium-too-busy":
    "连续 {trials} 次试验作废后运行自行停止：Chromium 最多用掉了一个核的 {cpuShare}；请调低 --rate 或 --subscribers，再运行一次",
  "stopped-link-too-busy":
    "连续 {trials} 次试验作废后运行自行停止：延迟链路最多用掉了一个核的 {cpuShare}；请调低 --rate、--subscribers 或 --body，再运行一次",
  "stopped-failing":
    "连续 {trials} 次试验以同样的方式失败（{why}）后运行自行停止：请用 --transports 和 --scenarios 加 --trials 1 单独运行其中一个",
  "busy-at-start": "开始时机器繁忙：{cores} 核上的平均负载为 {loadCores}",
  "one-core": "服务器和客户端共用一个核：它们互相拖慢",
  "delayed-by-relay": "延迟由用户空间的中继产生：它掩盖了 TCP 的握手和慢启动，以及线路上的字节",
  "delayed-by-relay-because": "延迟由用户空间的中继产生（{why}）：它掩盖了 TCP 的握手和慢启动，以及线路上的字节",
  "lines-left-out": "run.jsonl 中损坏的行已略去：{why}",
  "folder-made-again": "运行期间，运行文件夹被删除或移走，已重新建立",
  "cores-not-split": "没有进程独占一个核：{why}",
  "other-work-before":
    "第一次试验之前，本机的其他任务占用了 {otherCores} 个核；与之并行的试验将无效：请停掉它们，或用 --accept-busy 保留数字",
  "other-work-before-kept":
    "第一次试验之前，本机的其他任务占用了 {otherCores} 个核；因为给出了 --accept-busy，与之并行的试验会保留并标记",
  "floor-unmeasured": "{oneWayMs} 处的噪声基底没有测量：{why}",
  "ceiling-unmeasured": "HTTP 端点的上限没有测量：{why}",
  "wire-by-sockets": "每个套接字的 TCP_INFO",
  "wire-by-network": "试验自身网络的字节计数器",
  "wire-behind-relay": "中继使其不可见",
  "wire-untold": "系统不提供：没有网络命名空间，也没有 ss",
  "wire-sockets-changed": "测量窗口内有 {sockets} 个套接字打开或关闭，其计数器随之消失",
};
