import { expect, test } from 'bun:test'
import { cardWith } from '../testing/cards.ts'
import { fits } from './filter.ts'

const names = { channel: () => 'Web shop', holder: () => 'Boris Orlov' }
const card = cardWith({ name: 'Анна-Мария Ёлкина', tags: ['vip', 'refund due'] })

test('[O9] a chat is found by the beginnings of words: name, tag, channel, holder', () => {
  const queries = [
    '',
    '  ',
    'анна',
    'МАРИЯ',
    'vi',
    'refund',
    'shop',
    'orl',
    'anna',
    'ария',
    'анна vip',
    'анна x',
  ]
  expect(queries.map((query) => fits(card, query, names))).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    true,
    false,
  ])
})
