import type { BotAnswer, Message } from '@pult/protocol'
import { describe, expect, test } from 'bun:test'
import type { BotEvent } from './bot.ts'
import { builtinBot, CALL_OPERATOR } from './builtin.ts'
import { messageOf, sessionOf } from './records.fixture.ts'

const signal = new AbortController().signal
async function told(event: BotEvent): Promise<readonly BotAnswer[]> {
  return (await builtinBot(event, { memory: null, client: null, signal, typing: () => undefined })).answers
}

/** What the bot answers in the middle of a conversation. */
async function answers(body: string, more: Partial<Message> = {}): Promise<readonly BotAnswer[]> {
  const earlier = messageOf('Здравствуйте')
  const session = sessionOf({ firstClientMessageAfterLastOperatorMessage: earlier })
  return told({ name: 'message', session, message: messageOf(body, more) })
}

/** What it answers to the first words of a client. */
async function firstAnswers(body: string): Promise<readonly BotAnswer[]> {
  const message = messageOf(body)
  const session = sessionOf({ firstClientMessageAfterLastOperatorMessage: message })
  return told({ name: 'message', session, message })
}

describe('the built-in bot', () => {
  test.each([
    ['Где мой заказ?', 'Здравствуйте! Я бот.', 'Позвать оператора'],
    ['Where is my order?', 'Hello! I am a bot.', 'Call an operator'],
  ])(
    '[B5] greets whoever writes first, with a button that calls an operator: %s',
    async (body, greeting, label) => {
      expect(await firstAnswers(body)).toEqual([
        { name: 'say', body: expect.stringContaining(greeting), actions: [{ id: CALL_OPERATOR, label }] },
      ])
    },
  )

  test('[B5] a first question that it knows is answered after the greeting', async () => {
    const [greeting, answer, ...rest] = await firstAnswers('Какой у вас график?')
    expect(greeting).toMatchObject({ body: expect.stringContaining('Здравствуйте') })
    expect(answer).toMatchObject({ body: expect.stringContaining('круглосуточно') })
    expect(rest).toEqual([])
  })

  test.each([
    ['Спасибо!', 'Пожалуйста!'],
    ['СПАСИБО большое', 'Пожалуйста!'],
    ['благодарю', 'Пожалуйста!'],
    ['what are your hours?', 'always open'],
    ['hi', 'How can I help?'],
    ['Thanks a lot', 'You are welcome!'],
  ])('[B6] knows a few words: %s', async (body, said) => {
    expect(await answers(body)).toEqual([{ name: 'say', body: expect.stringContaining(said) }])
  })

  test.each([
    ['абракадабра', 'Этого я не знаю', 'Позвать оператора'],
    ['gibberish', 'I do not know that', 'Call an operator'],
    ['this', 'I do not know that', 'Call an operator'],
  ])('[B6] what it does not know it says, and offers a person: %s', async (body, said, label) => {
    expect(await answers(body)).toEqual([
      { name: 'say', body: expect.stringContaining(said), actions: [{ id: CALL_OPERATOR, label }] },
    ])
  })

  test.each([
    ['Позовите оператора', 'Зову оператора.'],
    ['живого ЧЕЛОВЕКА, пожалуйста', 'Зову оператора.'],
    ['I want a human!', 'I am calling an operator.'],
    ['operator', 'I am calling an operator.'],
  ])('[B7] whoever asks for a person gets one: %s', async (body, said) => {
    expect(await answers(body)).toEqual([{ name: 'say', body: said }, { name: 'handOver' }])
  })

  test('[B7] and at the first word as well, without a greeting in between', async () => {
    expect(await firstAnswers('Оператор!')).toEqual([
      { name: 'say', body: 'Зову оператора.' },
      { name: 'handOver' },
    ])
  })

  test('[B7] the button calls, whatever is written on it', async () => {
    expect(await answers('…', { actionId: CALL_OPERATOR })).toContainEqual({ name: 'handOver' })
    expect(await answers('Да', { actionId: 'another' })).not.toContainEqual({ name: 'handOver' })
  })

  test('[B8] what has no letters is answered in the language of the words before', async () => {
    expect(await answers('👍')).toMatchObject([{ body: expect.stringContaining('Этого я не знаю') }])
    expect(await answers('', { attachments: [] })).toMatchObject([{ body: expect.stringContaining('Этого') }])
  })

  test('[B5] a session that came is not spoken to before its client says something', async () => {
    expect(await told({ name: 'received', session: sessionOf(), why: 'STARTED' })).toEqual([])
  })

  test('[B5] nobody is greeted after an operator has spoken', async () => {
    const message = messageOf('Ещё вопрос')
    const session = sessionOf({
      lastOperatorMessage: { ...messageOf('Готово'), authorType: 'OPERATOR' },
      firstClientMessageAfterLastOperatorMessage: message,
    })
    expect(await told({ name: 'message', session, message })).toMatchObject([
      { body: expect.stringContaining('Этого я не знаю') },
    ])
  })
})
