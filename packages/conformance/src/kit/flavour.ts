import {
  botEvents,
  botStreamCommands,
  clientCommands,
  clientEvents,
  operatorCommands,
  operatorEvents,
  type ClientCommandInput,
  type ClientCommandReply,
  type ClientEventData,
  type OperatorCommandInput,
  type OperatorCommandReply,
  type OperatorEventData,
  type BotEvent,
  type BotStreamCommandInput,
} from '@pult/protocol'
import { z } from 'zod'

/** Whose words are spoken: an operator's, a client's, or those of the program of a bot. */
export type Flavour = 'OPERATOR' | 'CLIENT' | 'BOT'

interface Vocabulary {
  readonly OPERATOR: {
    readonly events: OperatorEventData
    readonly input: OperatorCommandInput
    readonly reply: OperatorCommandReply
  }
  readonly CLIENT: {
    readonly events: ClientEventData
    readonly input: ClientCommandInput
    readonly reply: ClientCommandReply
  }
  readonly BOT: {
    readonly events: { readonly botEvent: BotEvent }
    readonly input: BotStreamCommandInput
    readonly reply: { readonly [N in keyof BotStreamCommandInput]: object }
  }
}
export type EventsOf<F extends Flavour> = Vocabulary[F]['events']
export type InputOf<F extends Flavour> = Vocabulary[F]['input']
export type ReplyOf<F extends Flavour> = Vocabulary[F]['reply']

const nothing = z.strictObject({})
const botCommands = {
  answerEvent: { data: botStreamCommands.answerEvent, reply: nothing },
  failEvent: { data: botStreamCommands.failEvent, reply: nothing },
}

export const eventSchemas = { OPERATOR: operatorEvents, CLIENT: clientEvents, BOT: botEvents } as const
export const commandSpecs = { OPERATOR: operatorCommands, CLIENT: clientCommands, BOT: botCommands } as const
/** As sentences name the stream. */
export const flavourNames = { OPERATOR: 'operator', CLIENT: 'client', BOT: 'bot' } as const
export const streamPaths = {
  OPERATOR: '/api/v1/operator/stream',
  CLIENT: '/api/v1/client/stream',
  BOT: '/api/v1/bot/stream',
} as const
