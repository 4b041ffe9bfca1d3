import { afterAll, beforeAll, expect, test } from 'bun:test'
import { reads } from '@pult/protocol'
import { exactly } from '../testing/expect-frame.ts'
import { Desk } from '../testing/desk.ts'

let desk: Desk
let botId: unknown
const urlOf = (version: number) => `https://bots.test/${version}`
const versions = (query = '') => desk.get(`/bots/${String(botId)}/versions${query}`, desk.boss.token)

beforeAll(async () => {
  desk = await Desk.open()
  const settings = { url: urlOf(1), token: 'hush' }
  const bot = { kind: 'WEBHOOK', name: 'Orders', settings }
  ;({ botId } = await desk.commands(desk.boss, 'createBot', bot, { botSecret: 'whsec_hush' }))
  for (const version of [2, 3]) {
    await desk.commands(desk.boss, 'updateBot', { botId, settings: { ...settings, url: urlOf(version) } })
    await desk.commands(desk.boss, 'publishBot', { botId })
  }
  await desk.commands(desk.boss, 'updateBot', { botId, settings: { ...settings, url: urlOf(4) } })
})
afterAll(() => desk.close())

test('[E22] versions come newest first with what they worked by and who published them; a draft is none', async () => {
  const { json } = await versions()
  exactly(reads['GET /bots/{id}/versions'].reply, json)
  expect(json).toMatchObject({
    items: [3, 2, 1].map((version) => ({
      version,
      publishedBy: { id: desk.boss.operatorId },
      settings: { url: urlOf(version) },
    })),
    next: null,
  })
})

test('[E22] nothing secret of a version is shown, not even to admins', async () => {
  expect((await versions()).text).not.toContain('hush')
})

test('[E22] pages go on where the one before ended', async () => {
  const first = (await versions('?limit=2')).json
  expect(first.items).toHaveLength(2)
  const { items, next } = (await versions(`?limit=2&after=${first.next}`)).json
  expect([items.length, items[0].version, next]).toEqual([1, 1, null])
  expect((await versions('?after=nothing')).json).toEqual({ items: [], next: null })
})
