import { beforeEach, expect, test } from 'bun:test'
import type { HelpGiven, HelpRequest } from '@pult/protocol'
import { createHelper, type Helper } from './helper.ts'

interface Call {
  readonly request: HelpRequest
  readonly stop: AbortSignal | undefined
  readonly answer: (given: HelpGiven) => void
  readonly fail: (error: Error) => void
}

let calls: Call[]
let offers: (() => Promise<{ kinds: 'SUGGEST'[] }>)[]
let nowMs: number
let helper: Helper

beforeEach(() => {
  calls = []
  offers = []
  nowMs = 0
  helper = createHelper(
    {
      help: (_sessionId: string, request: HelpRequest, stop?: AbortSignal) =>
        new Promise<HelpGiven>((answer, fail) => calls.push({ request, stop, answer, fail })),
      history: { help: () => offers.shift()!() },
    } as never,
    () => nowMs,
  )
})

const ready = (text: string): HelpGiven => ({ outcome: 'READY', text, code: null, sentence: null })

test('[OH5] what is on offer is asked once in a while, and at once again after a failure', async () => {
  offers = [() => Promise.reject(new Error('away')), () => Promise.resolve({ kinds: ['SUGGEST'] })]
  helper.load()
  await Bun.sleep(0)
  expect(helper.kinds.value).toEqual([])
  helper.load()
  await Bun.sleep(0)
  expect(helper.kinds.value).toEqual(['SUGGEST'])
  nowMs = 59_000
  helper.load()
  expect(offers).toEqual([])
})

test('[OH5] one thing at a time: what was asked for before is given up, and its answer comes to nobody', async () => {
  const helping = helper.of('ses_1')
  expect(helper.of('ses_1')).toBe(helping)
  helping.ask({ kind: 'SUGGEST' })
  expect(helping.now.value).toEqual({ request: { kind: 'SUGGEST' }, state: 'busy' })
  helping.ask({ kind: 'SUMMARY', language: 'en' })
  expect(calls[0]!.stop!.aborted).toBe(true)
  calls[0]!.answer(ready('late'))
  calls[1]!.answer(ready('A summary'))
  await Bun.sleep(0)
  expect(helping.now.value).toMatchObject({ state: 'given', given: { text: 'A summary' } })
  helping.drop()
  expect(helping.now.value).toBeNull()
})

test('[OH5] a message is translated in its place, and asked for again it stands as it was', async () => {
  const helping = helper.of('ses_1')
  helping.translate({ id: 'msg_1' as never, body: 'Guten Tag' }, 'en')
  expect(calls[0]!.request).toEqual({ kind: 'TRANSLATE', text: 'Guten Tag', language: 'en' })
  helping.translate({ id: 'msg_2' as never, body: 'Hallo' }, 'en')
  calls[0]!.answer(ready('Good day'))
  calls[1]!.fail(new Error('away'))
  await Bun.sleep(0)
  expect([...helping.translations.value.values()].map(({ state }) => state)).toEqual(['given', 'lost'])
  helping.translate({ id: 'msg_1' as never, body: 'Guten Tag' }, 'en')
  expect([...helping.translations.value.keys()]).toEqual(['msg_2'])
})
