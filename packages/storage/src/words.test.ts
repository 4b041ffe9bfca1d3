import { expect, test } from 'bun:test'
import { holdsWanted, QUERY_WORDS_MAX, wantedOf } from './words.ts'

const finds = (query: string, text: string): boolean => holdsWanted(text, wantedOf(query))

test('[ST12] a word finds its forms and not its neighbours', () => {
  for (const [query, text] of [
    ['доставка', 'Когда будет доставку'],
    ['доставки', 'служба ДОСТАВКОЙ'],
    ['оплатить', 'жду оплаты'],
    ['вокзал', 'на вокзалах'],
    ['елка', 'ёлки'],
    ['deliveries', 'one delivery'],
    ['refund', 'refunded twice'],
    ['charges', 'charging me'],
    ['42', 'заказ №42'],
  ] as const) {
    expect([query, text, finds(query, text)]).toEqual([query, text, true])
  }
  for (const [query, text] of [
    ['кот', 'который'],
    ['заказ', 'сказал'],
    ['4', '42'],
    ['order', 'border'],
  ] as const) {
    expect([query, text, finds(query, text)]).toEqual([query, text, false])
  }
})

test('[ST12] a star asks for a beginning', () => {
  expect(finds('дост*', 'о доставке')).toBe(true)
  expect(finds('дост*', 'удостоверение')).toBe(false)
})

test('[ST12] a query is bounded, and one without a word wants nothing', () => {
  expect(wantedOf('слово '.repeat(100))).toHaveLength(QUERY_WORDS_MAX)
  expect(wantedOf(' "(*)- ')).toEqual([])
})
