import type { BotAnswer, BotReply, GroupId } from '@pult/protocol'
import type { Bot, BotContext, BotEvent, BotTurn } from './bot.ts'
import { readMemory, step } from './flow/index.ts'
import type { Ending, Flow, FlowEvent, FlowStep, HttpCall, Situation } from './flow/index.ts'
import type { Outbound } from './outbound/index.ts'

export interface FlowBotSettings {
  /** As it was published; never changed afterwards: a new version makes a new bot. */
  readonly flow: Flow
  /** Rises with every publication. */
  readonly revision: number
  /** By name, for HTTP nodes. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface FlowBotPorts {
  readonly outbound: Outbound
  readonly nowMs: () => number
}

/** What is taken from an answer is a few values; a list of all orders is not meant for a chat. */
const CALL_ANSWER_BYTES_MAX = 256 * 1024

/**
 * A bot that follows a flow. Keeps nothing: what it knows of a session is in the session's memory, so that any number of them cost nothing
 * here. An event that comes again after a restart gets the same answer, and makes its calls again.
 */
export function createFlowBot(settings: FlowBotSettings, ports: FlowBotPorts): Bot {
  const { flow, revision } = settings
  return (event, context) => {
    const situation = situationOf(event, context, settings, ports.nowMs())
    const first = step(flow, readMemory(context.memory), flowEventOf(event), situation)
    // Most answers call nobody, and are given at once.
    if (first.wants === undefined) return turnOf([first], [], revision)
    return answerWithCalls(first, flow, situation, ports.outbound, context.signal).then(({ steps, failed }) =>
      turnOf(steps, failed, revision),
    )
  }
}

/** The interpreter bounds the calls of one answer, so this ends. */
async function answerWithCalls(
  first: FlowStep,
  flow: Flow,
  situation: Situation,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<{ readonly steps: readonly FlowStep[]; readonly failed: readonly string[] }> {
  const steps = [first]
  const failed: string[] = []
  for (let last = first; last.wants !== undefined; steps.push(last)) {
    const called = await callMade(last.wants, outbound, signal)
    if (!called.ok) failed.push(last.wants.node)
    last = step(flow, last.memory, called, situation)
  }
  return { steps, failed }
}

async function callMade(
  { url, method, headers, body, timeoutMs, wantsJson }: HttpCall,
  outbound: Outbound,
  signal: AbortSignal,
): Promise<Extract<FlowEvent, { name: 'called' }>> {
  const answer = await outbound({
    url,
    method,
    headers,
    ...(body === null ? {} : { body }),
    timeoutMs,
    answerBytesMax: CALL_ANSWER_BYTES_MAX,
    signal,
  })
  if (!answer.ok) return { name: 'called', ok: false }
  if (!wantsJson) return { name: 'called', ok: true }
  try {
    return { name: 'called', ok: true, body: JSON.parse(answer.body) as unknown }
  } catch {
    // A page that says "everything is fine" is none of the values that were to be taken.
    return { name: 'called', ok: false }
  }
}

function flowEventOf(event: BotEvent): FlowEvent {
  if (event.name === 'message') {
    const { body, actionId, attachments } = event.message
    return { name: 'message', body, actionId, attachments: attachments.length }
  }
  if (event.why === 'STARTED') return { name: 'begin', why: 'NEW' }
  return { name: 'begin', why: event.why === 'OPERATOR_UNAVAILABLE' ? 'OPERATOR_UNAVAILABLE' : 'BACK' }
}

function situationOf(
  { session: { card } }: BotEvent,
  { client }: BotContext,
  { revision, secrets }: FlowBotSettings,
  nowMs: number,
): Situation {
  return { nowMs, revision, client, channel: { id: card.channel, type: card.messengerType ?? null }, secrets }
}

function turnOf(steps: readonly FlowStep[], failed: readonly string[], version: number): BotTurn {
  const trail = steps.flatMap((one) => one.trail)
  const at = steps.at(-1)?.memory?.at ?? null
  const reply = replyOf(steps)
  return trail.length === 0 ? reply : { ...reply, passed: { version, trail, at, failed } }
}

function replyOf(steps: readonly FlowStep[]): BotReply {
  const says = steps
    .flatMap((step) => step.says)
    .map(({ body, actions }): BotAnswer => ({
      name: 'say',
      body,
      ...(actions === undefined ? {} : { actions: [...actions] }),
    }))
  const last = steps.at(-1)
  return { answers: [...says, ...endingOf(last?.ends)], memory: last?.memory ?? null }
}

function endingOf(ends: Ending | undefined): readonly BotAnswer[] {
  if (ends === undefined) return []
  if (ends.name === 'close') return [ends]
  const { groupId, skills, fields, ...more } = ends
  return [
    {
      ...more,
      ...(groupId === undefined ? {} : { groupId: groupId as GroupId }),
      ...(skills === undefined ? {} : { skills: [...skills] }),
      ...(fields === undefined ? {} : { fields: { ...fields } }),
    },
  ]
}
