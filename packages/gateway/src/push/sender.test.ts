import { expect, test } from 'bun:test'
import { PushService } from '../testing/push-service.ts'
import { createSender, WAITING_MAX } from './sender.ts'

test('[PU6] what waits has an end: above it letters are dropped and counted, and the rest arrives', async () => {
  const service = new PushService()
  const gate = Promise.withResolvers<void>()
  service.behave = () => ({ status: 201, until: gate.promise })
  const sender = createSender({
    nowMs: Date.now,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    after: () => () => undefined,
    authorize: () => Promise.resolve('vapid t=token, k=key'),
    allows: () => true,
    onFailure: () => undefined,
  })
  const { endpoint, keys } = service.browser('anna')
  const payload = { kind: 'help', sessionId: 'ses_1', title: 'T', body: '', url: '/' } as never
  for (let letter = 0; letter < WAITING_MAX + 20; letter += 1) {
    sender.send({ endpoint, keys, payload, isWanted: () => true, onGone: () => undefined })
  }
  // Those under way do not wait.
  const { dropped, waiting } = sender.counts()
  expect([dropped, waiting]).toEqual([12, WAITING_MAX + 8])
  gate.resolve()
  for (let round = 0; round < 2_000 && sender.counts().waiting > 0; round += 1) await Bun.sleep(5)
  expect(sender.counts()).toEqual({ sent: WAITING_MAX + 8, failed: 0, gone: 0, dropped: 12, waiting: 0 })
  await sender.stop()
  await service.stop()
}, 30_000)
