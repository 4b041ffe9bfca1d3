import type { BotId } from '@pult/protocol'
import { BOT_SECRET_OVERLAP_MS, BOT_VERSIONS_MAX, BOTS_MAX } from '@pult/protocol'
import { expect, test } from 'bun:test'
import { secretsOf, versionsOf } from './bots.ts'
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

test('[E22] the last versions are kept with who published them, and lead to records that have their settings', () => {
  const desk = createDesk()
  const { botId } = desk.does('boss', 'createBot', { kind: 'WEBHOOK', name: 'Orders', settings }) as {
    botId: BotId
  }
  for (let version = 2; version <= BOT_VERSIONS_MAX + 3; version += 1) {
    desk.does('boss', 'updateBot', { botId, settings: { url: `https://bots.test/${version}` } })
    desk.does('boss', 'publishBot', { botId })
  }
  desk.does('boss', 'updateBot', { botId, name: 'Parcels' })
  const versions = versionsOf(desk.state.bots.get(botId)!)
  expect(versions.map(({ version }) => version)).toEqual(
    Array.from({ length: BOT_VERSIONS_MAX }, (_, index) => BOT_VERSIONS_MAX + 3 - index),
  )
  const boss = desk.people.get('boss')!.operatorId
  for (const { version, by, seq } of versions) {
    const fact = desk.log.find((record) => record.seq === seq)?.fact
    if (fact?.type !== 'bot') throw new Error(`${seq} is no record of a bot.`)
    expect(by).toBe(boss)
    expect(fact.bot.bot).toMatchObject({ version, settings: { url: `https://bots.test/${version}` } })
  }
})

test('[E22] of a bot from a log of before, the version in force is known, and stays known after the next', () => {
  const desk = createDesk()
  const { botId } = desk.does('boss', 'createBot', { kind: 'WEBHOOK', name: 'Orders', settings }) as {
    botId: BotId
  }
  const { versions: _, ...old } = desk.state.bots.get(botId)!
  desk.state.bots.set(botId, old)
  const first = { version: 1, by: null, seq: old.bot.rev }
  expect(versionsOf(old)).toMatchObject([first])
  desk.does('boss', 'updateBot', { botId, settings: { url: 'https://bots.test/2' } })
  desk.does('boss', 'publishBot', { botId })
  const kept = versionsOf(desk.state.bots.get(botId)!)
  expect(kept).toMatchObject([{ version: 2 }, { version: 1, by: null }])
  const fact = desk.log.find(({ seq }) => seq === kept[1]!.seq)?.fact
  expect(fact).toMatchObject({ type: 'bot', bot: { bot: { settings, version: 1 } } })
})

test('[E22] who saves or publishes over what they have not seen is refused, and nothing changes', () => {
  const desk = createDesk()
  const { botId, rev } = desk.does('boss', 'createBot', { kind: 'FLOW', name: 'Menu' }) as {
    botId: BotId
    rev: number
  }
  const mine = { nodes: { mine: {} } }
  const saved = desk.does('boss', 'updateBot', { botId, rev, settings: mine }) as { rev: number }
  expect(saved.rev).toBe(botOf(desk, botId).rev)
  expect(desk.refuses('boss', 'updateBot', { botId, rev, settings: { nodes: {} } })).toBe('bot_changed')
  expect(desk.refuses('boss', 'publishBot', { botId, rev })).toBe('bot_changed')
  expect(botOf(desk, botId)).toMatchObject({ draft: mine, version: 0, rev: saved.rev })
  desk.does('boss', 'publishBot', { botId, rev: saved.rev })
  // A repeat is free, whatever it has seen.
  expect(desk.does('boss', 'publishBot', { botId, rev: saved.rev })).toMatchObject({ version: 1 })
})

test('[E24] the secret before the newest works for a day, or until it is ended; a third ends the oldest at once', () => {
  const desk = createDesk()
  const { botId } = desk.does('boss', 'createBot', { kind: 'WEBHOOK', name: 'Orders', settings }) as {
    botId: BotId
  }
  const works = (): readonly string[] => secretsOf(desk.state.bots.get(botId)!, desk.nowMs)
  const rotate = (botSecret: string, more: object = {}): unknown =>
    desk.turn([
      {
        ...desk.order('boss', 'updateBot', { botId, rotateSecret: true, ...more }),
        given: { botSecret },
      },
    ])
  rotate('one', { endFormerSecret: true })
  expect(works()).toEqual(['one'])
  expect(botOf(desk, botId).formerSecretUntil).toBeNull()
  rotate('two')
  expect(works()).toEqual(['two', 'one'])
  expect(botOf(desk, botId).formerSecretUntil).toBe(
    new Date(desk.nowMs + BOT_SECRET_OVERLAP_MS).toISOString(),
  )
  rotate('three')
  expect(works()).toEqual(['three', 'two'])
  desk.does('boss', 'updateBot', { botId, name: 'Parcels' })
  expect(works()).toEqual(['three', 'two'])
  desk.does('boss', 'updateBot', { botId, endFormerSecret: true })
  expect(works()).toEqual(['three'])
  rotate('four')
  desk.nowMs += BOT_SECRET_OVERLAP_MS
  expect(works()).toEqual(['four'])
  desk.does('boss', 'updateBot', { botId, name: 'Orders' })
  expect(botOf(desk, botId).formerSecretUntil).toBeNull()
})
