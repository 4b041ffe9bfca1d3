import { describe, expect, test } from 'bun:test'
import { settingsFault, settingsShown } from './settings.ts'

const flow = { version: 1, start: 'hello', nodes: { hello: { kind: 'say', text: 'Hi', next: 'wait' } } }

describe('settings that a bot is to work by', () => {
  test.each([
    ['WEBHOOK', { url: 'https://bots.example.com/pult' }],
    ['WEBHOOK', { url: 'http://10.0.0.5:8080' }],
    ['FLOW', { flow, secrets: { token: 'x' } }],
  ] as const)('%s %o', (kind, settings) => {
    expect(settingsFault(kind, settings)).toBeUndefined()
  })

  test.each([
    ['MODEL', {}, 'endpoint'],
    ['MODEL', { endpoint: 'https://m.example.com/v1', model: 'm', limits: { turns: 0 } }, 'limits.turns'],
    ['WEBHOOK', {}, 'url'],
    ['WEBHOOK', { url: 'ftp://bots.example.com' }, 'url'],
    ['WEBHOOK', { url: 'https://bots.example.com', token: 'x' }, 'token'],
    ['FLOW', {}, 'flow'],
    ['FLOW', { flow: 'start -> hello' }, 'flow'],
    ['FLOW', { flow: { ...flow, start: 'nowhere' } }, 'flow.start'],
    ['FLOW', { flow, secrets: { token: 5 } }, 'secrets.token'],
    ['FLOW', { flow, answers: 3 }, 'answers'],
  ] as const)('%s %o is refused at %s', (kind, settings, field) => {
    expect(settingsFault(kind, settings)?.field).toBe(field)
  })
})

test('[E22] what is shown of settings long after has no secret, nor anything that nobody named', () => {
  expect(settingsShown('FLOW', { flow, secrets: { token: 'x' }, later: 1 })).toEqual({ flow })
  expect(settingsShown('WEBHOOK', { url: 'https://bots.example.com', token: 'x' })).toEqual({
    url: 'https://bots.example.com',
  })
  expect(settingsShown('FLOW', {})).toEqual({})
})
