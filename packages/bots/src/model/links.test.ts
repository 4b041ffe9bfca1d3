import { describe, expect, test } from 'bun:test'
import { allowedAddress, allowsHosts, withAllowedLinks } from './links.ts'

const allows = allowsHosts(['shop.example', '*.help.example', 'магазин.рф'])

describe('[MB6] links of an answer', () => {
  test.each([
    'See https://shop.example/a_(b)?c=d#e, or shop.example.',
    'Write to hello@shop.example!',
    'https://faq.help.example/1 and https://магазин.рф/возврат',
    'It costs 3.14, came on 22.11.2026, version 1.2.3, see 1.2.3.4',
    'и т.д., т.е. так; Node.js, report.pdf, e.g. this',
    'Готово.Если нет — напишите.',
  ])('[MB6] stay: %s', (text) => {
    expect(withAllowedLinks(text, allows)).toBe(text)
  })

  test.each([
    ['https://help.example/', '…'],
    ['www.shop.example', '…'],
    ['shop.example:8443/x', 'shop.example:8443/x'],
    ['magazin.рф', '…'],
    ['Done.If not, write', 'Done. If not, write'],
    ['(see evil.com)', '(see …)'],
    ['me@evil.com,hello@shop.example', '…'],
  ])('[MB6] %s', (text, left) => {
    expect(withAllowedLinks(text, allows)).toBe(left)
  })

  test('[MB6] an address is allowed as a whole or not at all', () => {
    expect(allowedAddress('https://shop.example./x', allows)).toBe('https://shop.example./x')
    for (const address of [
      'https://',
      'shop.example',
      'https://shop.example\\.evil.com',
      'https://a@shop.example',
      'ftp://shop.example',
    ])
      expect([address, allowedAddress(address, allows)]).toEqual([address, null])
    expect(withAllowedLinks('https://shop.example/', allowsHosts([]))).toBe('…')
  })
})
