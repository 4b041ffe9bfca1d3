import type { BotAnswer } from '@pult/protocol'
import { PERSON_WORDS } from './asks-for-person.ts'
import type { Bot } from './bot.ts'

/** The button that calls an operator; its id comes back in the client's message as `actionId`. */
export const CALL_OPERATOR = 'call_operator'

interface Topic {
  readonly words: readonly string[]
  readonly answer: string
}

interface Speech {
  readonly greeting: string
  readonly callOperator: string
  readonly calling: string
  readonly unknown: string
  readonly wantsPerson: readonly string[]
  readonly topics: readonly Topic[]
}

/** Everything that the built-in bot knows, a table to be edited. Words match from their beginning, in any case. */
const speeches = {
  ru: {
    greeting: 'Здравствуйте! Я бот. Спросите меня или позовите оператора.',
    callOperator: 'Позвать оператора',
    calling: 'Зову оператора.',
    unknown: 'Этого я не знаю. Позвать оператора?',
    wantsPerson: PERSON_WORDS.ru,
    topics: [
      { words: ['привет', 'здравствуй', 'добрый'], answer: 'Здравствуйте! Чем помочь?' },
      {
        words: ['график', 'часы', 'работаете', 'режим'],
        answer: 'Чат открыт круглосуточно: сначала отвечаю я, потом операторы.',
      },
      { words: ['спасибо', 'благодар'], answer: 'Пожалуйста!' },
    ],
  },
  en: {
    greeting: 'Hello! I am a bot. Ask me, or call an operator.',
    callOperator: 'Call an operator',
    calling: 'I am calling an operator.',
    unknown: 'I do not know that. Shall I call an operator?',
    wantsPerson: PERSON_WORDS.en,
    topics: [
      { words: ['hello', 'hi', 'hey'], answer: 'Hello! How can I help?' },
      {
        words: ['hours', 'open', 'schedule'],
        answer: 'The chat is always open: I answer first, then the operators.',
      },
      { words: ['thanks', 'thank'], answer: 'You are welcome!' },
    ],
  },
} as const satisfies Record<string, Speech>

/** Greets when a new client first writes, answers what it knows, and offers a person otherwise. */
export const builtinBot: Bot = (event) => {
  if (event.name === 'received') return { answers: [] }
  const { message, session } = event
  const before = session.card.firstClientMessageAfterLastOperatorMessage?.body ?? ''
  const speech = speechFor(/\p{L}/u.test(message.body) ? message.body : before)
  if (message.actionId === CALL_OPERATOR || mentions(message.body, speech.wantsPerson)) {
    return { answers: [{ name: 'say', body: speech.calling }, { name: 'handOver' }] }
  }
  const button = [{ id: CALL_OPERATOR, label: speech.callOperator }]
  const topic = speech.topics.find(({ words }) => mentions(message.body, words))
  const isFirst =
    session.card.lastOperatorMessage == null &&
    session.card.firstClientMessageAfterLastOperatorMessage?.id === message.id
  const answers: BotAnswer[] = []
  if (isFirst) answers.push({ name: 'say', body: speech.greeting, actions: button })
  if (topic !== undefined) answers.push({ name: 'say', body: topic.answer })
  else if (!isFirst) answers.push({ name: 'say', body: speech.unknown, actions: button })
  return { answers }
}

/** A picture or a thumb has no language: then the client's earlier words decide. */
function speechFor(words: string): Speech {
  return /\p{Script=Cyrillic}/u.test(words) ? speeches.ru : speeches.en
}

function mentions(text: string, beginnings: readonly string[]): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.some((word) =>
    beginnings.some(
      (beginning) => word === beginning || (beginning.length > 3 && word.startsWith(beginning)),
    ),
  )
}
