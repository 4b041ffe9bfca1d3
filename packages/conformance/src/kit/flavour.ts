import {
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
} from '@pult/protocol'

/** Whose words are spoken: an operator's or a client's. */
export type Flavour = 'OPERATOR' | 'CLIENT'

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
}
export type EventsOf<F extends Flavour> = Vocabulary[F]['events']
export type InputOf<F extends Flavour> = Vocabulary[F]['input']
export type ReplyOf<F extends Flavour> = Vocabulary[F]['reply']

export const eventSchemas = { OPERATOR: operatorEvents, CLIENT: clientEvents } as const
export const commandSpecs = { OPERATOR: operatorCommands, CLIENT: clientCommands } as const
export const streamPaths = {
  OPERATOR: '/api/v1/operator/stream',
  CLIENT: '/api/v1/client/stream',
} as const
