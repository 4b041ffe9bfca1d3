import type { BotReply, Message, MessageId } from '@pult/protocol'
import type { BotContext, BotEvent } from '../bot.ts'
import { messageOf, sessionOf } from '../records.fixture.ts'
import { loopbackPorts } from '../webhook/loopback.fixture.ts'
import type { ArticleText } from './article-index.ts'
import { modelBot, type ModelBot, type ModelBotPorts } from './model-bot.ts'
import { modelSettingsSchema, type ModelSettings } from './settings.ts'

export function articleOf(id: string, title: string, body: string, url: string | null = null): ArticleText {
  return { id, title, body, url }
}

/** Real requests, clocks and pauses, for an endpoint on this machine. */
export function portsOf(more: Partial<ModelBotPorts> = {}): ModelBotPorts {
  let spent = 0
  return {
    ...loopbackPorts,
    random: () => 0,
    articles: () => [],
    ledger: { spent: () => spent, add: (tokens) => void (spent += tokens) },
    messagesOf: () => Promise.resolve([]),
    ...more,
  }
}

/** One client's session with a bot, as its host would lead it. */
export class Conversation {
  readonly messages: Message[] = []
  readonly typed: (string | undefined)[] = []
  memory: BotReply['memory'] = null
  readonly bot: ModelBot
  #said = 0

  constructor(
    settings: Partial<ModelSettings> & Pick<ModelSettings, 'endpoint'>,
    { answerWithinMs = 10_000, ...ports }: Partial<ModelBotPorts> & { answerWithinMs?: number } = {},
  ) {
    this.bot = modelBot(
      { settings: modelSettingsSchema.parse({ model: 'small', ...settings }), answerWithinMs },
      portsOf({ messagesOf: () => Promise.resolve(this.messages.toReversed()), ...ports }),
    )
  }

  /** Puts a message down without telling the bot. */
  write(body: string, more: Partial<Message> = {}): Message {
    this.#said += 1
    const message = messageOf(body, {
      id: `msg_${String(this.#said).padStart(4, '0')}` as MessageId,
      ...more,
    })
    this.messages.push(message)
    return message
  }

  says(body: string, more: Partial<Message> = {}): Promise<BotReply> {
    return this.tell({ name: 'message', session: sessionOf(), message: this.write(body, more) })
  }

  async tell(event: BotEvent, signal = new AbortController().signal): Promise<BotReply> {
    const context: BotContext = {
      memory: this.memory,
      client: null,
      signal,
      typing: (text) => void this.typed.push(text),
    }
    const reply = await this.bot.bot(event, context)
    if (reply.memory !== undefined) this.memory = reply.memory
    for (const answer of reply.answers)
      if (answer.name === 'say') this.write(answer.body, { authorType: 'BOT' })
    return reply
  }
}

/** Bodies that a reply says, and `→ people` where it hands over. */
export function told(reply: BotReply): readonly string[] {
  return reply.answers.map((answer) => (answer.name === 'say' ? answer.body : `→ ${answer.name}`))
}
