import { BOT_MEMORY_BYTES_MAX, botReplySchema, refusalOf, type BotReply } from '@pult/protocol'

/** What a bot answered: its reply, or a sentence for its author. */
export type ReadAnswer =
  | { readonly name: 'reply'; readonly reply: BotReply }
  /** [WH4] 204: it answers by `POST /api/v1/bot/answers`, or has nothing to say. */
  | { readonly name: 'later' }
  | { readonly name: 'wrong'; readonly sentence: string }

/** [WH4] Reads an answer of 2xx. `status` other than 200 and 204 is no answer of a bot: a queue or a proxy has taken the request. */
export function readAnswer(status: number, body: string): ReadAnswer {
  if (status === 204) return { name: 'later' }
  if (status !== 200) return wrong(`A bot answers 200 or 204, not ${String(status)}.`)
  const json = parsed(body)
  if (json === undefined) return wrong('The answer is no JSON.')
  const read = botReplySchema.safeParse(json)
  if (!read.success) return wrong(refusalOf(read.error, '').message)
  const { memory } = read.data
  if (memory !== undefined && Buffer.byteLength(JSON.stringify(memory)) > BOT_MEMORY_BYTES_MAX) {
    return wrong(`memory must have at most ${String(BOT_MEMORY_BYTES_MAX)} bytes as JSON.`)
  }
  return { name: 'reply', reply: read.data }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function wrong(sentence: string): ReadAnswer {
  return { name: 'wrong', sentence }
}

/** Why a program's reply cannot be taken, in a sentence for its author; undefined: it can. `null` says nothing, and is taken. */
export function answerFault(reply: unknown): string | undefined {
  if (reply === null) return undefined
  const read = readAnswer(200, JSON.stringify(reply))
  return read.name === 'wrong' ? read.sentence : undefined
}
