import type { Clock, Storage } from '@pult/client'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import { createDevice, type Caller, type Device, type DevicePorts } from '../network/device.ts'
import type { Wire } from '../network/wire.ts'
import { fairWeather, type Weather } from '../network/weather.ts'

/** A laptop or a phone: one network, one clock, one browser storage, and as many tabs as its owner opens. */
export interface Machine {
  readonly name: string
  readonly clock: Clock
  /** What all its tabs share and what outlives them. */
  readonly local: Storage
  readonly isAsleep: () => boolean
  /** Its clock stops: timers and frames wait, and come all at once when it wakes. */
  readonly sleep: () => void
  readonly wake: () => void
  /** Tells the pages when it wakes and when its network comes or goes, as browsers do; some never do. Returns how to stop. */
  readonly onWaking: (callback: () => void) => () => void
  /** Its clock is put forward or back. */
  readonly jump: (ms: number) => void
  /** Changes the network of all its tabs. */
  readonly change: (change: Partial<Weather>) => void
  /** A tab's own way to the network. */
  readonly openDevice: (tab: string) => Device
  /** All its connections are forgotten by something in between, or break so that both ends notice; returns how many. */
  readonly sever: () => number
  readonly reset: () => number
}

export interface MachinePorts {
  readonly name: string
  readonly caller: Omit<Caller, 'name' | 'device'>
  readonly scheduler: Scheduler
  readonly random: Random
  readonly node: DevicePorts['node']
  /** How wrong its clock is. */
  readonly skewMs: number
  /** Its browser refuses to store anything, as in some private windows. */
  readonly isBlocked: boolean
  readonly tellsOfWaking: boolean
  readonly onWritten: (tab: string, ...written: Parameters<DevicePorts['onWritten']>) => void
}

export function createMachine(ports: MachinePorts): Machine {
  const { name, scheduler, random } = ports
  let { skewMs } = ports
  const devices: Device[] = []
  const weather = fairWeather()
  /** What came while it slept, or has not had its turn since. */
  const missed: (() => void)[] = []
  const wakers = new Set<() => void>()
  let isAsleep = false
  let isCatchingUp = false

  function whenAwake(run: () => void): void {
    if (isAsleep || isCatchingUp) missed.push(run)
    else run()
  }
  /** One after the other, each with all that follows from it, as a browser does it. */
  function catchUp(): void {
    if (isAsleep || missed.length === 0) {
      isCatchingUp = false
      return
    }
    missed.shift()!()
    scheduler.after(0, catchUp)
  }

  function eachWire(act: (wire: Wire) => void): number {
    const wires = devices.flatMap((device) => [...device.wires])
    for (const wire of wires) act(wire)
    return wires.length
  }

  return {
    name,
    clock: {
      nowMs: () => scheduler.nowMs() + skewMs,
      after(delayMs, callback) {
        let isWanted = true
        const cancel = scheduler.after(delayMs, () => {
          whenAwake(() => {
            if (isWanted) callback()
          })
        })
        return () => {
          isWanted = false
          cancel()
        }
      },
    },
    local: ports.isBlocked ? blockedStorage : createStorage(),
    isAsleep: () => isAsleep,
    sleep() {
      isAsleep = true
    },
    wake() {
      if (!isAsleep) return
      isAsleep = false
      if (ports.tellsOfWaking) missed.unshift(...wakers)
      if (isCatchingUp) return
      isCatchingUp = true
      scheduler.after(0, catchUp)
    },
    jump(ms) {
      skewMs += ms
    },
    onWaking(callback) {
      wakers.add(callback)
      return () => void wakers.delete(callback)
    },
    change(change) {
      const wasOff = isOff(weather)
      Object.assign(weather, change)
      for (const device of devices) device.change(change)
      if (ports.tellsOfWaking && isOff(weather) !== wasOff) for (const tell of wakers) whenAwake(tell)
    },
    openDevice(tab) {
      const device = createDevice({
        caller: { ...ports.caller, name: tab, device: name },
        scheduler,
        random: random.fork(tab),
        node: ports.node,
        whenAwake,
        onFate: () => undefined,
        onWritten: (frame, bufferedBytes, wire) => ports.onWritten(tab, frame, bufferedBytes, wire),
      })
      device.change(weather)
      devices.push(device)
      return device
    },
    sever: () => eachWire((wire) => wire.sever()),
    reset: () => eachWire((wire) => wire.reset()),
  }
}

const isOff = ({ isUpCut, isDownCut }: Weather): boolean => isUpCut && isDownCut

/** A browser's storage, with what is in it already. */
export function createStorage(
  values: ReadonlyMap<string, string> = new Map(),
  copiedFrom: TabStorage | null = null,
): TabStorage {
  const kept = new Map(values)
  const storage: TabStorage = {
    copiedFrom,
    get: (name) => kept.get(name) ?? null,
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
    copy: () => createStorage(kept, storage),
  }
  return storage
}

const refuse = (): never => {
  throw new DOMException('The storage is blocked.', 'SecurityError')
}
const blockedStorage: Storage = { get: refuse, set: refuse, remove: refuse }

export interface TabStorage extends Storage {
  /** As a browser does it for a tab that is duplicated. */
  readonly copy: () => TabStorage
  readonly copiedFrom: TabStorage | null
}
