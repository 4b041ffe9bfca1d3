import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from '../check/check.ts'
import type { FlowEvent, HttpCall } from '../situation.ts'
import { exampleFlow, flowOf, said, talkTo, type Called } from '../testing/conversation.fixture.ts'
import { printFlow } from '../text/print.ts'

const SATURDAY_NIGHT_MS = Date.parse('2026-11-28T20:00:00Z')

function shopAnswers({ url, body }: HttpCall): Called {
  if (url.endsWith('/10-2345'))
    return { ok: true, body: { order: { state: 'sent', delivery: { day: '27 ноября' } } } }
  if (body?.includes('"123456"') === true) return { ok: true, body: { state: 'sent', day: '2026-11-26' } }
  return { ok: false }
}

/** Who says what, and what is answered. */
type Turn = readonly [what: string | FlowEvent, ...answers: string[]]

function converse(name: 'shop-ru' | 'shop-en', turns: readonly Turn[], nowMs?: number) {
  const session = talkTo(exampleFlow(name), shopAnswers)
  if (nowMs !== undefined) session.change({ nowMs })
  for (const [what, ...answers] of turns) {
    const event = typeof what === 'string' ? said(what) : what
    expect([what, ...session.tell(event)]).toEqual([what, ...answers])
  }
  return session
}

const begin = (why: 'NEW' | 'BACK' | 'OPERATOR_UNAVAILABLE'): FlowEvent => ({ name: 'begin', why })

const HELLO =
  'Здравствуйте, Вера! Это помощник магазина «Лодка».\nЯ знаю, где заказ, и отвечаю на частые вопросы.'
const MENU = 'Чем помочь? [Где мой заказ?] [Задать вопрос] [Позвать человека]'
const MORE = 'Спросите ещё или нажмите кнопку. [Меню] [Спасибо, всё]'
const NUMBER = 'Какой номер заказа? Он в письме, которое мы прислали.'

for (const name of ['shop-ru', 'shop-en'] as const) {
  test(`[BF11] ${name} may be published, and its file is as it would be printed`, () => {
    const flow = exampleFlow(name)
    expect(check(flow)).toEqual([])
    expect(printFlow(flow)).toBe(readFileSync(join(import.meta.dir, `${name}.flow`), 'utf8'))
  })
}

for (const language of ['en', 'ru'] as const) {
  test(`[BF11] the scenario of the manual (${language}) may be published as it stands there`, () => {
    const manual = readFileSync(join(import.meta.dir, `../../../../../docs/${language}/flows.md`), 'utf8')
    const [, text = ''] = /```flow\n([\s\S]*?)```/.exec(manual) ?? []
    const flow = flowOf(text)
    expect(check(flow)).toEqual([])
    expect(printFlow(flow)).toBe(text)
  })
}

test('[BF1] a client asks for an order, and is told of it by another server', () => {
  const { calls } = converse('shop-ru', [
    [begin('NEW')],
    ['Где мой заказ', HELLO, MENU],
    ['где мой ЗАКАЗ', NUMBER],
    ['123', 'В номере от 4 до 12 знаков, например 10-2345.'],
    ['10-2345', 'Заказ 10-2345 в пути, привезём 27 ноября.', MORE],
    [
      'сколько стоит доставка',
      'По Москве 300 ₽, от 5 000 ₽ бесплатно.\nВ другие города — по тарифу почты.',
      MORE,
    ],
    [said('Спасибо, всё', 'more/1'), 'Хорошего дня!', '→ close {"reason":"Клиенту помог бот"}'],
  ])
  expect(calls).toMatchObject([
    {
      url: 'https://shop.example/api/orders/10-2345',
      headers: { Authorization: 'Bearer hush' },
      timeoutMs: 3_000,
    },
  ])
})

test('[BF1] a first question is answered at once, and one that nobody knows gets the menu, then people', () => {
  converse('shop-ru', [
    [
      'Здравствуйте, как вернуть товар?',
      HELLO,
      'Вернуть можно за 14 дней: привезите покупку в магазин или отправьте почтой.',
      MORE,
    ],
    ['а слонов продаёте?', MENU],
    ['ммм', 'Нажмите кнопку или напишите её номер. [Где мой заказ?] [Задать вопрос] [Позвать человека]'],
    [
      '3',
      'Зову оператора.',
      '→ handOver {"summary":"Клиент пишет: 3","fields":{},"skills":["orders"],"language":"ru","priority":1}',
    ],
  ])
})

test('[BF12] words that call a person do so in the middle of a question, with what is known by then', () => {
  converse('shop-ru', [
    ['Заказ', HELLO, MENU],
    ['1', NUMBER],
    [
      '99999',
      'Не нашёл заказ 99999. Сейчас спросим у людей.',
      'Зову оператора.',
      '→ handOver {"summary":"Клиент пишет: 99999","fields":{"Заказ":"99999"},"skills":["orders"],"language":"ru","priority":1}',
    ],
    [begin('OPERATOR_UNAVAILABLE'), 'Операторы заняты. Подождите немного или спросите меня.'],
    ['график работы', 'Мы работаем по будням с 9 до 18, в субботу с 10 до 15.', MORE],
    [
      'ОПЕРАТОРА!',
      'Зову оператора.',
      '→ handOver {"summary":"Клиент пишет: ОПЕРАТОРА!","fields":{"Заказ":"99999"},"skills":["orders"],"language":"ru","priority":1}',
    ],
    [begin('BACK'), 'Это снова помощник. Спросите ещё или напишите «меню».'],
  ])
})

test('[BF7] at night a telephone number is asked for', () => {
  converse(
    'shop-ru',
    [
      ['позовите человека', 'Сейчас все дома. Оставьте телефон, перезвоним утром.'],
      ['зачем', 'Не похоже на телефон. Напишите его как +7 912 345-67-89.'],
      [
        '8 912 345 67 89',
        'Записали +79123456789. Перезвоним, как откроемся.',
        '→ handOver {"summary":"Перезвонить: +79123456789","fields":{"Телефон":"+79123456789"}}',
      ],
    ],
    SATURDAY_NIGHT_MS,
  )
})

test('[BF1] the same in English', () => {
  const ASK = 'Ask me anything else, or press the button. [That is all, thank you]'
  const { calls } = converse('shop-en', [
    [
      'Where is my parcel?',
      'Hello! I am the assistant of the Boat shop.',
      'What is the number of your order?',
    ],
    ['dunno', 'A number has four to six digits. It is in the e-mail that we sent.'],
    ['123 456', 'Order 123456 comes on 2026-11-26.', ASK],
    ['What are the shipping costs?', 'Delivery is £4, and free from £50.', ASK],
    ['elephants', 'What can I do for you? [My order] [Ask something else] [Call a person]'],
    ['can I pay by card', 'By card, by bank transfer, or in cash at the shop.', ASK],
    [said('That is all, thank you', 'more/0'), '→ close {"reason":"Answered by the bot"}'],
  ])
  expect(calls.map(({ body }) => body)).toEqual(['{"order":"123456","email":""}'])
})

test('[BF7] the same at night in English', () => {
  converse(
    'shop-en',
    [
      ['a human please', 'Nobody is here now. Leave your e-mail, and we shall write.'],
      [
        'vera@example.com',
        '→ handOver {"summary":"They wrote: vera@example.com","fields":{"E-mail":"vera@example.com"},"language":"en"}',
      ],
    ],
    SATURDAY_NIGHT_MS,
  )
})
