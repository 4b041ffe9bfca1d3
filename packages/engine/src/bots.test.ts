import type { BotId } from '@pult/protocol'
import { BOTS_MAX } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { createDesk, type Desk } from './testing/desk.ts'

const settings = { url: 'https://bots.test' }
const botOf = (desk: Desk, botId: BotId) => desk.state.bots.get(botId)!.bot

test('[E21] settings that come with a new bot are in force, later ones when they are published', () => {
  const desk = createDesk()
  const made = desk.does('boss', 'createBot', { kind: 'WEBHOOK', name: 'Orders', settings }) as {
    botId: BotId
  }
  expect(made).toMatchObject({ version: 1 })
  const newer = { url: 'https://bots.test/2' }
  desk.does('boss', 'updateBot', { botId: made.botId, settings: newer })
  expect(botOf(desk, made.botId)).toMatchObject({ settings, draft: newer, version: 1 })
  desk.does('boss', 'publishBot', { botId: made.botId })
  expect(botOf(desk, made.botId)).toMatchObject({ settings: newer, draft: null, version: 2 })
  expect(desk.does('boss', 'publishBot', { botId: made.botId })).toMatchObject({ version: 2 })
})

test('[E21] a channel has only a bot that is there, of that kind, and published', () => {
  const desk = createDesk()
  const channelId = desk.channels.get('site')!
  const { botId } = desk.does('boss', 'createBot', { kind: 'FLOW', name: 'Menu' }) as { botId: BotId }
  const tries = (bot: { kind: 'FLOW' | 'WEBHOOK'; botId: BotId }) =>
    desk.refuses('boss', 'updateChannel', { channelId, bot })
  expect(tries({ kind: 'FLOW', botId: 'bot_none' as BotId })).toBe('bot_not_found')
  expect(tries({ kind: 'WEBHOOK', botId })).toBe('bot_not_found')
  expect(tries({ kind: 'FLOW', botId })).toBe('bot_not_published')
  desk.does('boss', 'updateBot', { botId, settings: { nodes: {} } })
  desk.does('boss', 'publishBot', { botId })
  desk.does('boss', 'updateChannel', { channelId, bot: { kind: 'FLOW', botId } })
  expect(desk.refuses('boss', 'deleteBot', { botId })).toBe('bot_in_use')
  desk.does('boss', 'updateChannel', { channelId, bot: { kind: 'NONE' } })
  desk.does('boss', 'deleteBot', { botId })
  expect(desk.state.bots.size).toBe(0)
})

test('[E21] there are only so many bots', () => {
  const desk = createDesk()
  const make = { kind: 'FLOW', name: 'Menu' } as const
  for (let count = 0; count < BOTS_MAX; count += 1) desk.does('boss', 'createBot', make)
  expect(desk.refuses('boss', 'createBot', make)).toBe('bots_full')
})
