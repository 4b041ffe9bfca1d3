import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import type { NodeOf } from './flow.ts'
import { callOf, takenFrom } from './http-call.ts'
import { own } from './own.ts'

const node: NodeOf<'http'> = {
  kind: 'http',
  method: 'POST',
  url: 'https://shop.example/orders/{order}?city={city}',
  headers: [{ name: 'Authorization', value: 'Bearer {secret.shop}' }],
  body: { order: '{order}', lines: ['{city}', 1, null], '{order}': true },
  take: [
    { into: 'state', from: '/order/state' },
    { into: 'sum', from: '/order/sum' },
    { into: 'lines', from: '/lines' },
    { into: 'gone', from: '/order/gone' },
  ],
}

function call(vars: Record<string, string>, more: Partial<NodeOf<'http'>> = {}) {
  return callOf('status', { ...node, ...more }, (name) => own(vars, name) ?? '', { shop: 'hush' })
}

test('[BF8] what a client wrote is a piece of the address and a string of the body, whatever it holds', () => {
  expect(call({ order: '../7?x=1#"', city: 'Псков & Тула' })).toEqual({
    node: 'status',
    method: 'POST',
    url: 'https://shop.example/orders/..%2F7%3Fx%3D1%23%22?city=%D0%9F%D1%81%D0%BA%D0%BE%D0%B2%20%26%20%D0%A2%D1%83%D0%BB%D0%B0',
    headers: { Authorization: 'Bearer hush', 'Content-Type': 'application/json' },
    body: '{"order":"../7?x=1#\\"","lines":["Псков & Тула",1,null],"{order}":true}',
    timeoutMs: 3_000,
    wantsJson: true,
  })
  expect(call({ order: '..' }).url).toBe('https://shop.example/orders/?city=')
})

test('[BF8] no value leaves its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (order) => {
      const { url, body, headers } = call({ order }, { headers: [{ name: 'X-Order', value: '{order}' }] })
      const { origin, pathname, search, hash } = new URL(url)
      expect([origin, search, hash]).toEqual(['https://shop.example', '?city=', ''])
      expect(pathname.split('/').length).toBe(3)
      expect(JSON.parse(body ?? '').order).toBe(order)
      expect(headers['X-Order']).toMatch(/^[\x20-\x7E]*$/)
    }),
  )
})

test('[BF8] what is taken from the answer is text, and bounded', () => {
  const answer = { order: { state: 'в пути', sum: 1200.5, gone: null }, lines: [{ name: 'Лодка' }] }
  expect(takenFrom(node, answer)).toEqual([
    ['state', 'в пути'],
    ['sum', '1200.5'],
    ['lines', '[{"name":"Лодка"}]'],
    ['gone', ''],
  ])
  expect(takenFrom(node, 'x').map(([, value]) => value)).toEqual(['', '', '', ''])
  expect(takenFrom(node, { lines: 'y'.repeat(9_999) })[2]?.[1]).toHaveLength(500)
})
