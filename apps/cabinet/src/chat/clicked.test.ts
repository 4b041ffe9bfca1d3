import { expect, test } from 'bun:test'
import { messageWith } from '../testing/cards.ts'
import { clickedButtons } from './clicked.ts'

const offer = (id: string, ...buttons: string[]) =>
  messageWith({ id, authorType: 'BOT', actions: buttons.map((one) => ({ id: one, label: one })) })
const press = (id: string, actionId: string) => messageWith({ id, actionId })

test('[M13] a press belongs to the newest message before it that had the button', () => {
  const clicked = clickedButtons([
    offer('m1', 'call', 'hours'),
    press('m2', 'hours'),
    offer('m3', 'call'),
    press('m4', 'call'),
    press('m5', 'nowhere'),
  ])
  expect([...clicked].map(([id, buttons]) => [id, [...buttons]])).toEqual([
    ['m1', ['hours']],
    ['m3', ['call']],
  ])
})

test('[M13] a button that nobody pressed is none, and one pressed twice is one', () => {
  expect(clickedButtons([offer('m1', 'call')]).size).toBe(0)
  const twice = clickedButtons([offer('m1', 'a', 'b'), press('m2', 'a'), press('m3', 'a'), press('m4', 'b')])
  expect([...(twice.get('m1') ?? [])]).toEqual(['a', 'b'])
})
