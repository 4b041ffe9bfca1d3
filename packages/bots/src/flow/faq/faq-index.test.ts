import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { askedFor, faqIndexOf } from './faq-index.ts'
import { nearness, stemOf } from './stem.ts'

const russian = [
  { name: 'доставка', questions: ['Сколько стоит доставка?', 'Цена доставки'] },
  { name: 'сроки', questions: ['Когда привезут заказ?', 'Сроки доставки', 'Сколько дней идёт посылка?'] },
  { name: 'оплата', questions: ['Как оплатить заказ?', 'Можно ли платить картой?', 'Способы оплаты'] },
  { name: 'возврат', questions: ['Как вернуть товар?', 'Возврат денег', 'Хочу сдать покупку обратно'] },
  { name: 'адрес', questions: ['Где находится магазин?', 'Адрес магазина', 'Как к вам проехать?'] },
  { name: 'размер', questions: ['Какой размер выбрать?', 'Таблица размеров'] },
  { name: 'гарантия', questions: ['Какая гарантия?', 'Товар сломался'] },
  { name: 'скидки', questions: ['Есть ли скидки?', 'Промокод не работает'] },
]
const english = [
  { name: 'delivery', questions: ['How much is delivery?', 'Shipping cost'] },
  { name: 'time', questions: ['When will my parcel arrive?', 'Delivery time'] },
  { name: 'payment', questions: ['How can I pay?', 'Do you accept cards?'] },
  { name: 'return', questions: ['How do I return an item?', 'I want a refund'] },
  { name: 'address', questions: ['Where is your shop?', 'Store address'] },
  { name: 'warranty', questions: ['Is there a warranty?', 'The item is broken'] },
]

function answers(entries: readonly { name: string; questions: string[] }[], message: string): string | null {
  const entry = askedFor(faqIndexOf(entries), message)
  return entry === undefined ? null : (entries[entry]?.name ?? null)
}

test('[BF10] a question is found in other words of the same meaning, in other forms, after a greeting, with a slip', () => {
  for (const [message, name] of [
    ['сколько стоит доставка', 'доставка'],
    ['Здравствуйте! Подскажите пожалуйста, сколько будет стоить доставка в Тулу?', 'доставка'],
    ['цену доставки скажите', 'доставка'],
    ['какие сроки доставки', 'сроки'],
    ['когда мне привезут мой заказ??', 'сроки'],
    ['сколько дней будет идти посылка', 'сроки'],
    ['оплата картой есть?', 'оплата'],
    ['способ оплаты', 'оплата'],
    ['хочу вернуть товар', 'возврат'],
    ['как оформить возврат денег', 'возврат'],
    ['адрес', 'адрес'],
    ['где ваш магазин находится', 'адрес'],
    ['размер', 'размер'],
    ['таблица размероф', 'размер'],
    ['гарантия', 'гарантия'],
    ['у меня сломался товар', 'гарантия'],
    ['промокоды', 'скидки'],
    ['скидка будет?', 'скидки'],
  ] as const) {
    expect([message, answers(russian, message)]).toEqual([message, name])
  }
  for (const [message, name] of [
    ['how much does delivery cost', 'delivery'],
    ['what are the shipping costs?', 'delivery'],
    ['delivery times', 'time'],
    ['my parcel has not arrived', 'time'],
    ['paying by card', 'payment'],
    ['can i pay with a card', 'payment'],
    ['refunds', 'return'],
    ['returning items', 'return'],
    ["where's the shop", 'address'],
    ['waranty', 'warranty'],
  ] as const) {
    expect([message, answers(english, message)]).toEqual([message, name])
  }
})

test('[BF10] what nobody wrote an answer to is not answered, and of two equal answers none is guessed', () => {
  for (const message of [
    'доставка',
    'здравствуйте',
    'как',
    'мне',
    'спасибо',
    'позовите человека',
    '👍',
    '',
    'сколько',
  ]) {
    expect([message, answers(russian, message)]).toEqual([message, null])
  }
  for (const message of ['hello', 'is it', 'thanks', 'a human please', 'do you']) {
    expect([message, answers(english, message)]).toEqual([message, null])
  }
})

test('[BF10] forms of a word have one stem, neighbours do not', () => {
  for (const words of [
    'доставка доставку доставкой доставке',
    'размер размеры размеров',
    'refund refunds refunded',
  ]) {
    expect(new Set(words.split(' ').map(stemOf)).size).toBe(1)
  }
  expect(nearness('оплат', 'оплач')).toBeGreaterThan(0)
  for (const [left, right] of [
    ['дом', 'том'],
    ['1234', '1235'],
    ['зака', 'сказа'],
  ] as const) {
    expect(nearness(left, right)).toBe(0)
  }
})

test('[BF10] every wording finds its own answer, and nothing that is written throws', () => {
  for (const entries of [russian, english]) {
    for (const { name, questions } of entries)
      for (const question of questions)
        expect([question, answers(entries, question)]).toEqual([question, name])
  }
  const index = faqIndexOf(russian)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (message) => {
      const entry = askedFor(index, message)
      expect(entry === undefined || entry < russian.length).toBe(true)
    }),
  )
})
