import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { channelIdSchema, chatIdSchema, clientIdSchema, workspaceIdSchema } from '@pult/protocol'
import { CLIENT_TOKEN_MS, createClientTokens } from './client-token.ts'

const NOW = Date.UTC(2026, 10, 22)
const tokens = createClientTokens('the secret of the server')
const claims = {
  workspaceId: workspaceIdSchema.parse('main'),
  channelId: channelIdSchema.parse('chn_1'),
  clientId: clientIdSchema.parse('cli_1'),
  chatId: chatIdSchema.parse('cht_1'),
  issuedAtMs: NOW,
}

describe('client tokens', () => {
  test('[EP11] what was issued is verified, with and without the host’s own id', () => {
    expect(tokens.verify(tokens.issue(claims), NOW)).toEqual({ claims })
    const known = { ...claims, externalId: 'user-ы-42' }
    expect(tokens.verify(tokens.issue(known), NOW)).toEqual({ claims: known })
  })

  test('[EP11] it lives 400 days to the millisecond', () => {
    const token = tokens.issue(claims)
    expect(tokens.verify(token, NOW + CLIENT_TOKEN_MS)).toEqual({ claims })
    expect(tokens.verify(token, NOW + CLIENT_TOKEN_MS + 1)).toEqual({ refused: 'expired' })
  })

  test('[EP11] no character of it can be changed', () => {
    const token = tokens.issue(claims)
    for (let index = 0; index < token.length; index += 1) {
      // Flips a high bit of the digit, so that the decoded bytes differ too.
      const other = token[index] === 'A' ? 'g' : 'A'
      const changed = token.slice(0, index) + other + token.slice(index + 1)
      expect(tokens.verify(changed, NOW)).toEqual({ refused: 'forged' })
    }
  })

  test('[EP11] another server’s token, an unsigned one, the parts of two: forged', () => {
    const token = tokens.issue(claims)
    const [payload = ''] = token.slice('pultc_'.length).split('.')
    const other = tokens.issue({ ...claims, clientId: clientIdSchema.parse('cli_2') })
    const forgeries = [
      createClientTokens('another secret').issue(claims),
      `pultc_${payload}.${createHmac('sha256', 'the secret of the server').update(payload).digest('base64url')}`,
      `pultc_${payload}.${other.split('.')[1]}`,
      `pultc_${payload}.`,
      `pultc_${payload}`,
      '',
      'null',
      token.repeat(100),
    ]
    for (const forgery of forgeries) expect(tokens.verify(forgery, NOW)).toEqual({ refused: 'forged' })
  })

  test('[EP11] it is short enough for a header', () => {
    expect(tokens.issue({ ...claims, externalId: 'x'.repeat(200) }).length).toBeLessThan(600)
  })
})
