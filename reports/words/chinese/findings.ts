// Chinese: what a chart shows, as its title.
import type { englishFindings, Times } from "../english/findings.ts";
import { zh } from "./spacing.ts";

/** The first with what is compared, the others without. */
const all = (what: string, found: readonly Times[], baseline: string): string =>
  found
    .map(({ name, times }, i) => (i === 0 ? zh`${name}的${what}是${baseline}的 ${times}` : zh`${name}是其 ${times}`))
    .join("，");

export const chineseFindings: typeof englishFindings = {
  times: (ratio) => `${ratio} 倍`,
  differs: {
    responseTimeP50Ms: (found, baseline) => all("响应时间中位数", found, baseline),
    responseTimeTailMs: (found, baseline) => all("尾部响应时间", found, baseline),
    bytesPerDelivery: (found, baseline) => all("字节数", found, baseline),
    requestsPerDelivery: (found, baseline) => all("请求数", found, baseline),
    serverCpuMsPerThousandDeliveries: (found, baseline) => all("服务器 CPU", found, baseline),
  },
  same: {
    responseTimeP50Ms: "响应时间中位数",
    responseTimeTailMs: "尾部响应时间",
    serverCpuMsPerThousandDeliveries: "服务器 CPU",
  },
  alike: (names, baseline, what, within) => zh`${names.join("、")}与${baseline}的${what}相同（${within} 以内）`,
};
