import type { Socket as ServerSocket } from '@pult/gateway'
import { OUTBOUND_BYTES_MAX } from '@pult/protocol'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import { createPipe, type Pipe } from './pipe.ts'
import type { Weather } from './weather.ts'

/** What a node does with a connection that it has taken. */
export interface Accepted {
  readonly received: (frame: string) => void
  readonly drained: () => void
  /** The socket is gone. Called once. */
  readonly closed: () => void
  /** Asks to be told when the process dies. */
  readonly onDeath: (die: (isSilent: boolean) => void) => void
}

/** What a device does with it. */
export interface Caller {
  readonly opened: () => void
  readonly received: (frame: string) => void
  /** Called once. */
  readonly closed: (code: number) => void
}

export interface WirePorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly weather: Weather
  readonly caller: Caller
  /** Takes the connection, or undefined: nobody listens there. */
  readonly accept: (socket: ServerSocket) => Accepted | undefined
  /** Whether somebody listens there at all: a machine that is back refuses what belongs to its earlier life. */
  readonly isThere: () => boolean
  readonly onFate: (fate: 'dropped' | 'doubled' | 'too slow') => void
  /** Is told of every frame that the server has written, before anybody reads it, and of what waits for the reader [G6]. */
  readonly onWritten: (frame: string, bufferedBytes: number) => void
}

/** A connection between a device and a node, from the first packet to the last. */
export interface Wire {
  readonly send: (frame: string) => void
  /** The device says good-bye and hears nothing more. */
  readonly hangUp: () => void
  /** The reader may have begun to read again. */
  readonly look: () => void
  /** Something in between forgets the connection: from now on nothing comes through, and neither end is told. */
  readonly sever: () => void
  /** It breaks, and both ends notice: a phone that changes networks. */
  readonly reset: () => void
}

/** A broken connection as a browser tells it. */
const ABNORMAL = 1006

export function openWire(ports: WirePorts): Wire {
  const { scheduler, random, weather, caller } = ports
  let accepted: Accepted | undefined
  let isDeviceGone = false
  let isServerGone = false
  /** Written by the server and not taken by the reader. */
  let held: string[] = []
  let heldBytes = 0

  const up: Pipe = createPipe({
    ...ports,
    random: random.fork('up'),
    isCut: ({ isUpCut }) => isUpCut,
    arrive: (frame) => {
      if (!isServerGone) accepted?.received(frame)
      else if (ports.isThere()) down.behind(() => endDevice(ABNORMAL))
    },
  })
  const down: Pipe = createPipe({
    ...ports,
    random: random.fork('down'),
    isCut: ({ isDownCut }) => isDownCut,
    arrive: (frame) => {
      if (!isDeviceGone) caller.received(frame)
    },
  })

  /** The server's end is gone, whoever ended it. */
  function endServer(): void {
    if (isServerGone) return
    isServerGone = true
    held = []
    heldBytes = 0
    accepted?.closed()
  }
  function endDevice(code: number): void {
    if (isDeviceGone) return
    isDeviceGone = true
    caller.closed(code)
  }
  function flow(): void {
    if (!weather.isReading || held.length === 0) return
    const frames = held
    held = []
    heldBytes = 0
    for (const frame of frames) down.send(frame)
    accepted?.drained()
  }

  /** The process has died. `isSilent`: nobody tells the device, as when a machine loses its power. */
  function die(isSilent: boolean): void {
    if (isServerGone) return
    isServerGone = true
    held = []
    heldBytes = 0
    // What the machine had sent may still arrive, up to a point.
    down.cut(random.below(down.size() + 1))
    if (!isSilent) down.behind(() => endDevice(ABNORMAL))
  }

  const socket: ServerSocket = {
    send(frame) {
      if (isServerGone) return true
      if (heldBytes > OUTBOUND_BYTES_MAX) {
        // As the runtime does: who asks for too much is cut off.
        ports.onFate('too slow')
        socket.terminate()
        return false
      }
      if (weather.isReading && held.length === 0) {
        ports.onWritten(frame, 0)
        down.send(frame)
        return true
      }
      held.push(frame)
      heldBytes += frame.length
      ports.onWritten(frame, heldBytes)
      return true
    },
    cork: (run) => run(),
    bufferedBytes: () => heldBytes,
    close(code) {
      if (isServerGone) return
      flow()
      // Behind a reader that does not read, the good-bye waits with everything else; the server cuts the line in the end.
      if (held.length > 0) return
      down.behind(() => {
        endDevice(code)
        up.behind(endServer)
      })
    },
    terminate() {
      if (isServerGone) return
      scheduler.after(0, endServer)
      down.cut(down.size())
      down.behind(() => endDevice(ABNORMAL))
    },
  }

  up.behind(() => {
    if (isDeviceGone) return
    accepted = ports.accept(socket)
    if (accepted === undefined) return down.behind(() => endDevice(ABNORMAL))
    accepted.onDeath(die)
    return down.behind(() => {
      if (!isDeviceGone) caller.opened()
    })
  })

  return {
    send: (frame) => up.send(frame),
    hangUp() {
      if (isDeviceGone) return
      isDeviceGone = true
      up.behind(endServer)
    },
    look: flow,
    sever() {
      up.sever()
      down.sever()
    },
    reset() {
      up.cut(0)
      down.cut(0)
      up.behind(endServer)
      endDevice(ABNORMAL)
    },
  }
}
