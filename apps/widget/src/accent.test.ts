import { describe, expect, test } from 'bun:test'
import { accentOf } from './accent.ts'

describe('[T4] the accent', () => {
  test("is the host's colour when it is one", () => {
    expect(accentOf('#0A7')).toEqual({ background: '#00aa77', foreground: '#111111' })
    expect(accentOf(' #123456 ')).toEqual({ background: '#123456', foreground: '#ffffff' })
    expect(accentOf('#ffeb3b').foreground).toBe('#111111')
  })
  test('is ours when the wish is not a colour', () => {
    for (const wish of [
      null,
      undefined,
      '',
      'red',
      '#12345',
      'url(https://x.example)',
      '#fff;}*{display:none',
    ])
      expect(accentOf(wish)).toEqual({ background: '#4f46e5', foreground: '#ffffff' })
  })
})
