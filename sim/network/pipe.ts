import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Weather } from './weather.ts'

/** One direction of a connection: in order, as late as the weather makes it. Frames may be lost or doubled, as behind a proxy that breaks. */
export interface Pipe {
  /** Frames that were sent and have not arrived. */
  readonly size: () => number
  readonly send: (frame: string) => void
  /** Something that comes behind everything that was sent: the end of a connection. Never lost but by a cut. */
  readonly behind: (arrive: () => void) => void
  /** What is on the way never arrives, but for the first `count`. */
  readonly cut: (count: number) => void
  /** Nothing arrives any more, whatever is sent. */
  readonly sever: () => void
}

export interface PipePorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly weather: Weather
  readonly isCut: (weather: Weather) => boolean
  readonly arrive: (frame: string) => void
  /** Is told of every frame that the weather lost or doubled. */
  readonly onFate: (fate: 'dropped' | 'doubled') => void
}

export function createPipe(ports: PipePorts): Pipe {
  const { scheduler, random, weather } = ports
  /** Ways to take back what is on its way, oldest first. */
  let travelling: { readonly cancel: () => void }[] = []
  let lastAtMs = 0
  let isSevered = false

  function travel(arrive: () => void): void {
    if (isSevered) return ports.onFate('dropped')
    const { low, high } = weather.delayMs
    const atMs = Math.max(lastAtMs, scheduler.nowMs() + random.between(low, high))
    lastAtMs = atMs
    const entry = {
      cancel: scheduler.after(atMs - scheduler.nowMs(), () => {
        travelling.shift()
        if (ports.isCut(weather)) ports.onFate('dropped')
        else arrive()
      }),
    }
    travelling.push(entry)
  }

  function cut(count: number): void {
    for (const { cancel } of travelling.slice(count)) cancel()
    travelling = travelling.slice(0, count)
  }

  return {
    size: () => travelling.length,
    send(frame) {
      if (weather.drop > 0 && random.chance(weather.drop)) return ports.onFate('dropped')
      travel(() => ports.arrive(frame))
      if (weather.double > 0 && random.chance(weather.double)) {
        ports.onFate('doubled')
        travel(() => ports.arrive(frame))
      }
    },
    behind: travel,
    cut,
    sever() {
      isSevered = true
      cut(0)
    },
  }
}
