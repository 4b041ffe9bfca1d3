import type { Bot } from '../bot.ts'
import { letterOf, type LetterViews } from '../webhook/letter.ts'
import type { LineHub } from './line-hub.ts'

export interface LineBotPorts extends LetterViews {
  readonly nowMs: () => number
}

/** A bot whose program connects to us: it is told what a webhook would be sent. The hub outlives it, and the programs' connections with it. */
export function lineBot(answerWithinMs: number, hub: LineHub, ports: LineBotPorts): Bot {
  return (event, context) => {
    const letter = letterOf(event, context, ports, new Date(ports.nowMs()).toISOString())
    return hub.post(letter, event.session.card.id, context.signal, answerWithinMs)
  }
}
