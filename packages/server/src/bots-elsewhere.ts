import { answerFault } from '@pult/bots'
import type { Bus, NodeId } from '@pult/cluster'
import type { BotFacts } from '@pult/gateway'
import type { BotEndpoint, BotId, WorkspaceId } from '@pult/protocol'

/** How often a node says which programs are connected to it, and the owner how bots do. */
const SAY_MS = 2_000
/** Who has not said so for as long is gone. */
const GONE_MS = 7_000
/** An answer is said again for so long: the bus may have lost it. */
const SAID_AGAIN_MS = 7_000
/** A letter that a node has not confirmed by then is sent again. */
const AGAIN_MS = 1_500
/** Nobody waits for an answer for longer. */
const OWED_MS = 300_000

type Place = NonNullable<ReturnType<BotFacts['linesOf']>>
type Joined = NonNullable<ReturnType<Place['join']>>
type End = Parameters<Place['join']>[0]
type Letter = Parameters<End['tell']>[0]

/** From a node to the owner. `told`: letters that the program has and has not answered. */
interface Here {
  readonly node: NodeId
  readonly line: string
  readonly botId: BotId
  readonly isLeaving: boolean
  readonly told: readonly string[]
  readonly answers: readonly {
    readonly eventId: string
    readonly reply?: unknown
    readonly failed?: string
  }[]
}

export interface BotsElsewherePorts {
  readonly workspaceId: WorkspaceId
  readonly node: NodeId
  readonly bus: Bus
  /** What is known where the bots work. */
  readonly local: Pick<BotFacts, 'linesOf' | 'endpointOf'>
  readonly botIds: () => Iterable<BotId>
  readonly steadyMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface BotsElsewhere extends Pick<BotFacts, 'linesOf' | 'endpointOf'> {
  readonly onRole: (isOwner: boolean) => void
  readonly stop: () => void
}

/** A program that is connected to this node. */
interface OwnLine {
  readonly id: string
  readonly botId: BotId
  readonly end: End
  /** Where this node works the bots. */
  joined: Joined | null
  readonly told: Set<string>
  answers: (Here['answers'][number] & { readonly atMs: number })[]
}

/** A program that is connected to another node, as the owner sees it. */
interface FarLine {
  readonly joined: Joined
  heardAtMs: number
  readonly sent: Map<string, { readonly letter: Letter; readonly sinceMs: number; atMs: number }>
}

/**
 * Bots work where the workspace is owned; their programs connect to any node. A program's node says every two seconds that it is there, with what it has and what it has
 * answered, so that what the bus loses comes again, and a new owner hears of it by itself. How bots do is told to all nodes likewise.
 */
export function createBotsElsewhere(ports: BotsElsewherePorts): BotsElsewhere {
  const { workspaceId, node, bus, local, botIds, steadyMs, after } = ports
  const hereSubject = `pult.workspace.${workspaceId}.lines`
  const doingSubject = `pult.workspace.${workspaceId}.endpoints`
  const letterSubject = `pult.node.${node}.letters.${workspaceId}`
  let isOwner = false
  let made = 0
  const own = new Map<string, OwnLine>()
  const far = new Map<string, FarLine>()
  const places = new Map<BotId, Place>()
  let doing: { readonly atMs: number; readonly endpoints: Readonly<Record<string, BotEndpoint>> } | undefined

  function say(line: OwnLine, isLeaving = false): void {
    if (isOwner) return
    const { id, botId, told, answers } = line
    const here: Here = { node, line: id, botId, isLeaving, told: [...told], answers }
    bus.publish(hereSubject, JSON.stringify(here))
  }

  function joinHere(line: OwnLine): boolean {
    line.joined = local.linesOf(line.botId)?.join(line.end) ?? null
    return line.joined !== null
  }

  function answerFrom(
    line: OwnLine,
    eventId: string,
    answer: Omit<Here['answers'][number], 'eventId'>,
  ): void {
    line.told.delete(eventId)
    line.answers.push({ eventId, ...answer, atMs: steadyMs() })
    say(line)
  }

  function join(botId: BotId, end: End): Joined | null {
    made += 1
    const told = new Set<string>()
    const line: OwnLine = { id: String(made), botId, end, joined: null, told, answers: [] }
    if (isOwner && !joinHere(line)) return null
    own.set(line.id, line)
    say(line)
    return {
      answer(eventId, reply) {
        if (line.joined !== null) return line.joined.answer(eventId, reply)
        answerFrom(line, eventId, { reply })
        return answerFault(reply)
      },
      fail(eventId, sentence) {
        if (line.joined !== null) line.joined.fail(eventId, sentence)
        else answerFrom(line, eventId, { failed: sentence })
      },
      leave() {
        own.delete(line.id)
        line.joined?.leave()
        say(line, true)
      },
    }
  }

  /** The owner hears of a program at another node. */
  function hearHere(text: string): void {
    if (!isOwner) return
    const here = JSON.parse(text) as Here
    if (here.node === node) return
    const name = `${here.node} ${here.line}`
    const known = far.get(name)
    if (here.isLeaving) {
      far.delete(name)
      return known?.joined.leave()
    }
    const line = known ?? joinFar(here)
    if (line === undefined) return
    if (known === undefined) far.set(name, line)
    line.heardAtMs = steadyMs()
    for (const { eventId, reply, failed } of here.answers) {
      if (!line.sent.delete(eventId)) continue
      if (failed === undefined) line.joined.answer(eventId, reply)
      else line.joined.fail(eventId, failed)
    }
    for (const [id, one] of line.sent) {
      const isOwed = steadyMs() - one.sinceMs < OWED_MS
      if (!isOwed) line.sent.delete(id)
      if (!isOwed || here.told.includes(id) || steadyMs() - one.atMs < AGAIN_MS) continue
      one.atMs = steadyMs()
      sendLetter(here, one.letter)
    }
  }

  function joinFar(here: Here): FarLine | undefined {
    const sent: FarLine['sent'] = new Map()
    const joined = local.linesOf(here.botId)?.join({
      tell(letter) {
        const sinceMs = steadyMs()
        sent.set(letter.id, { letter, sinceMs, atMs: sinceMs })
        sendLetter(here, letter)
        return true
      },
    })
    return joined == null ? undefined : { joined, heardAtMs: steadyMs(), sent }
  }

  function sendLetter({ node: to, line }: Here, letter: Letter): void {
    bus.publish(`pult.node.${to}.letters.${workspaceId}`, JSON.stringify({ line, letter }))
  }

  function hearLetter(text: string): void {
    const { line: id, letter } = JSON.parse(text) as { line: string; letter: Letter }
    const line = own.get(id)
    if (line === undefined || line.joined !== null || line.told.has(letter.id)) return
    if (line.answers.some(({ eventId }) => eventId === letter.id)) return say(line)
    line.told.add(letter.id)
    // One that cannot take it is on its way out; its going is said by its node.
    line.end.tell(letter)
  }

  function tick(): void {
    const nowMs = steadyMs()
    for (const line of own.values()) {
      line.answers = line.answers.filter(({ atMs }) => nowMs - atMs < SAID_AGAIN_MS)
      say(line)
    }
    for (const [name, line] of far) {
      if (nowMs - line.heardAtMs < GONE_MS) continue
      far.delete(name)
      line.joined.leave()
    }
    if (isOwner) {
      const endpoints: Record<string, BotEndpoint> = {}
      for (const id of botIds()) {
        const endpoint = local.endpointOf(id)
        if (endpoint !== null) endpoints[id] = endpoint
      }
      if (Object.keys(endpoints).length > 0) bus.publish(doingSubject, JSON.stringify(endpoints))
    }
    stopTicking = after(SAY_MS, tick)
  }
  let stopTicking = after(SAY_MS, tick)
  const stops = [
    bus.subscribe(hereSubject, hearHere),
    bus.subscribe(letterSubject, hearLetter),
    bus.subscribe(doingSubject, (text) => {
      doing = { atMs: steadyMs(), endpoints: JSON.parse(text) as Record<string, BotEndpoint> }
    }),
  ]

  return {
    linesOf(botId) {
      if (local.linesOf(botId) === null) return null
      const place = places.get(botId) ?? { join: (end: End) => join(botId, end) }
      places.set(botId, place)
      return place
    },
    endpointOf(botId) {
      if (isOwner) return local.endpointOf(botId)
      const isKnown = doing !== undefined && steadyMs() - doing.atMs < GONE_MS
      return isKnown ? (doing!.endpoints[botId] ?? null) : local.endpointOf(botId)
    },
    onRole(next) {
      isOwner = next
      for (const line of far.values()) line.joined.leave()
      far.clear()
      for (const line of own.values()) {
        line.joined?.leave()
        line.joined = null
        line.told.clear()
        if (next) joinHere(line)
        else say(line)
      }
    },
    stop() {
      stopTicking()
      for (const stop of stops) stop()
    },
  }
}
