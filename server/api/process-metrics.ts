/** A figure of our own process, by Prometheus' usual name. */
interface ProcessMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly read: () => number;
}

/**
 * The process' own figures. Not `collectDefaultMetrics` of prom-client: it keeps observers of the event loop and of the garbage
 * collector running and lists every open handle at each scrape.
 */
export const processMetrics: readonly ProcessMetric[] = [
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'Total user and system CPU time spent in seconds.',
    read: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Resident memory size in bytes.',
    read: () => process.memoryUsage.rss(),
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    help: 'Start time of the process since unix epoch in seconds.',
    read: () => Math.round(performance.timeOrigin / 1000),
  },
  {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    help: 'Process heap size used from Node.js in bytes.',
    read: () => process.memoryUsage().heapUsed,
  },
  {
    name: 'nodejs_eventloop_utilization',
    type: 'gauge',
    help: 'Share of its life that the main thread was busy, 0 to 1.',
    read: () => performance.eventLoopUtilization().utilization,
  },
];
