import { Counter, Gauge, Registry } from 'prom-client'

/** What the process tells of itself at /metrics, in the Prometheus text format. Gauges are read when somebody asks, and cost nothing otherwise. */
export function createMetrics(read: {
  readonly connections: () => number
  readonly openSessions: () => number
  readonly helpSessions: () => number
  readonly headSeq: () => number
  /** Undefined while they are still being counted: then the metric has no value. */
  readonly attachmentBytes: () => Promise<number | undefined>
  /** By what became of them. */
  readonly pushes: () => Readonly<Record<string, number>>
}): Registry {
  const registry = new Registry()
  const gauge = (name: string, help: string, value: () => number | Promise<number | undefined>): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const now = await value()
        if (now === undefined) made.remove()
        else made.set(now)
      },
    })
  }
  gauge('pult_connections', 'Open WebSocket connections', read.connections)
  gauge('pult_sessions_open', 'Open sessions', read.openSessions)
  gauge('pult_sessions_help', 'Sessions waiting in Help', read.helpSessions)
  gauge('pult_log_seq', 'Position of the log', read.headSeq)
  gauge('pult_attachment_bytes', 'Bytes of stored attachments', read.attachmentBytes)
  const pushes = new Counter({
    name: 'pult_pushes_total',
    help: 'Web pushes by what became of them',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      pushes.reset()
      for (const [outcome, count] of Object.entries(read.pushes())) pushes.inc({ outcome }, count)
    },
  })
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  gauge('process_cpu_seconds_total', 'CPU time of the process', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  return registry
}
