import type { Socket, SocketConstructor } from '@pult/client'
import type { Random } from '../kernel/random.ts'
import type { Scheduler } from '../kernel/scheduler.ts'
import type { Accepted, Caller as WireCaller, Wire, WirePorts } from './wire.ts'
import { openWire } from './wire.ts'
import { fairWeather, type Weather } from './weather.ts'

/** What a device can reach: a node that listens. */
export interface Reachable {
  readonly isListening: () => boolean
  readonly accept: (socket: Parameters<WirePorts['accept']>[0], from: Caller) => Accepted | undefined
  /** Answers a request; undefined: nobody listens. */
  readonly fetch: (request: Request, from: Caller) => Promise<Response> | undefined
}

/** Who calls, as the edge sees it. */
export interface Caller {
  readonly flavour: 'OPERATOR' | 'CLIENT'
  readonly ip: string
  readonly device: string
  /** For the story and the checks. */
  readonly name: string
}

/** A browser, a phone: its own network, and what a page in it calls with. */
export interface Device {
  readonly name: string
  readonly weather: Weather
  readonly socket: SocketConstructor
  readonly fetch: typeof globalThis.fetch
  readonly wires: ReadonlySet<Wire>
  /** Changes the weather, and lets what was held up flow. */
  readonly change: (change: Partial<Weather>) => void
}

export interface DevicePorts {
  readonly caller: Caller
  readonly scheduler: Scheduler
  readonly random: Random
  readonly node: Reachable
  /** What a device that sleeps does later, in its order. Default: at once. */
  readonly whenAwake?: (run: () => void) => void
  readonly onFate: (fate: 'dropped' | 'doubled' | 'too slow' | 'request lost' | 'answer lost') => void
  /** `wire`: the number of the connection among those that this device has opened. */
  readonly onWritten: (frame: string, bufferedBytes: number, wire: number) => void
}

const OPEN = 1
const CLOSED = 3

export function createDevice(ports: DevicePorts): Device {
  const { scheduler, node, caller, whenAwake = (run) => run() } = ports
  const weather = fairWeather()
  const wires = new Set<Wire>()
  let made = 0

  /** Opens a wire to the node, for a socket of a page. */
  function wireOf(caller: WireCaller): OpenWire {
    const number = (made += 1)
    const wire = openWire({
      scheduler,
      random: ports.random.fork(`wire ${number}`),
      weather,
      accept: (socket) => node.accept(socket, ports.caller),
      isThere: node.isListening,
      onFate: ports.onFate,
      onWritten: (frame, bufferedBytes) => ports.onWritten(frame, bufferedBytes, number),
      caller: {
        opened: () => whenAwake(caller.opened),
        received: (frame) => whenAwake(() => caller.received(frame)),
        closed: (code) => whenAwake(() => caller.closed(code)),
      },
    })
    wires.add(wire)
    return { wire, forget: () => void wires.delete(wire) }
  }
  const socket = function (this: unknown): WorldSocket {
    return new WorldSocket(wireOf)
  } as unknown as SocketConstructor

  const requests = ports.random.fork('requests')
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const { low, high } = weather.delayMs
      scheduler.after(requests.between(low, high), resolve)
    })
  const lost = (way: 'request lost' | 'answer lost'): never => {
    ports.onFate(way)
    throw new TypeError('The network is away.')
  }

  async function fetchThere(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    await pause()
    if (weather.isUpCut || requests.chance(weather.drop)) lost('request lost')
    const answering = node.fetch(request, caller)
    if (answering === undefined) return lost('request lost')
    const response = await answering
    const text = await response.text()
    await pause()
    await new Promise<void>((resolve) => whenAwake(resolve))
    if (weather.isDownCut || requests.chance(weather.drop)) lost('answer lost')
    const { status, headers } = response
    return new Response(text, { status, headers })
  }

  return {
    name: caller.name,
    weather,
    socket,
    fetch: fetchThere as typeof globalThis.fetch,
    wires,
    change(change) {
      Object.assign(weather, change)
      for (const wire of wires) wire.look()
    },
  }
}

interface OpenWire {
  readonly wire: Wire
  /** The wire is none of the device's any more. */
  readonly forget: () => void
}

/** A page's end of a wire. One class for all devices: the engine makes nothing fast that is another class each time. */
class WorldSocket implements Socket {
  readyState = 0
  readonly #open: OpenWire
  readonly #listeners = new Map<string, ((event: never) => void)[]>()

  constructor(wireOf: (caller: WireCaller) => OpenWire) {
    this.#open = wireOf({
      opened: () => {
        if (this.readyState === CLOSED) return
        this.readyState = OPEN
        this.#tell('open', {})
      },
      received: (data) => {
        if (this.readyState !== CLOSED) this.#tell('message', { data })
      },
      closed: (code) => {
        if (this.readyState === CLOSED) return
        this.readyState = CLOSED
        this.#open.forget()
        this.#tell('close', { code })
      },
    })
  }

  addEventListener(type: string, listener: (event: never) => void): void {
    const known = this.#listeners.get(type)
    if (known === undefined) this.#listeners.set(type, [listener])
    else known.push(listener)
  }
  send(text: string): void {
    if (this.readyState === OPEN) this.#open.wire.send(text)
  }
  close(): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#open.forget()
    this.#open.wire.hangUp()
  }
  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event as never)
  }
}
