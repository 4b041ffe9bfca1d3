import type { LogRecord } from '@pult/engine'
import type { OwnedHost } from '@pult/gateway'
import { openWorkspaceHost } from '../../packages/server/src/workspace-host.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import { botsOf, sign, type BotPorts } from './bots.ts'
import type { OneDisk } from './disk.ts'
import { WORKSPACE } from './node.ts'
import type { Seat } from './process.ts'

export interface AlonePorts extends BotPorts {
  readonly scheduler: Scheduler
  readonly disk: OneDisk
  /** A process has come up with what is durable; nobody has been told anything by this life yet. */
  readonly onStarted: (host: OwnedHost) => void
  /** Facts are durable, replies are out, and whoever is concerned is being told. */
  readonly onTold: (records: readonly LogRecord[], host: OwnedHost) => void
}

/** A workspace whose only node this is, on a disk of its own. */
export function seatAlone(ports: AlonePorts): Seat {
  const { scheduler, disk, onTold, onStarted } = ports
  return async (process) => {
    const { isAlive, die, fail, nowMs, after, caught } = process
    const store = disk.open({ scheduler, isAlive, die })
    const host = await openWorkspaceHost({
      id: WORKSPACE,
      store,
      sign,
      nowMs,
      timers: { defer: (run) => void after(0, run), after },
      ...botsOf(ports, process, scheduler),
      onTold: (records) => onTold(records, host),
      onFatal: fail,
      onError: caught,
    })
    onStarted(host)
    return { host, owned: () => host }
  }
}
