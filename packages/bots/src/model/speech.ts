/** What the bot says by itself, and the button that it shows. */
export interface Speech {
  readonly callOperator: string
  readonly asked: string
  readonly unsure: string
  readonly over: string
  readonly nobodyThere: string
}

const speeches = {
  ru: {
    callOperator: 'Позвать оператора',
    asked: 'Зову оператора.',
    unsure: 'Точного ответа у меня нет. Зову оператора.',
    over: 'Дальше вам поможет оператор. Зову его.',
    nobodyThere:
      'Сейчас никто из операторов не может ответить. Они увидят ваш вопрос, а пока спрашивайте меня.',
  },
  en: {
    callOperator: 'Call an operator',
    asked: 'I am calling an operator.',
    unsure: 'I have no certain answer to that. I am calling an operator.',
    over: 'An operator will help you from here. I am calling one.',
    nobodyThere: 'No operator can answer now. They will see your question; meanwhile, go on asking me.',
  },
} as const satisfies Record<string, Speech>

/** By what the client wrote, the newest first: the first that has letters decides. */
export function speechFor(bodies: readonly string[]): Speech {
  const worded = bodies.find((body) => /\p{L}/u.test(body)) ?? ''
  return /\p{Script=Cyrillic}/u.test(worded) ? speeches.ru : speeches.en
}
