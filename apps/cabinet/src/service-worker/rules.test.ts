import { expect, test } from 'bun:test'
import { noticeOf, oldCaches, pastWorker, routeOf } from './rules.ts'

const files = new Set(['/assets/cabinet-1a2b3c4d.js'])
const route = (url: string, fields: { method?: string; mode?: string } = {}) =>
  routeOf({ method: 'GET', mode: 'cors', url, ...fields }, 'https://chat.example.com', files)
const host = 'https://chat.example.com'

test('[PW2] the page and the files of this build, and nothing else', () => {
  expect(route(`${host}/`, { mode: 'navigate' })).toBe('document')
  expect(route(`${host}/?source=pwa`, { mode: 'navigate' })).toBe('document')
  expect(route(`${host}/assets/cabinet-1a2b3c4d.js`)).toBe('asset')
  for (const path of ['/demo', '/docs/', '/setup', '/sessions/s1'])
    expect(route(host + path, { mode: 'navigate' })).toBe('pass')
  for (const path of ['/api/v1/me', '/api/v1/attachments/a1', '/', '/assets/other-1a2b3c4d.js', '/widget.js'])
    expect(route(host + path)).toBe('pass')
  expect(route(`${host}/assets/cabinet-1a2b3c4d.js`, { method: 'POST' })).toBe('pass')
  expect(route('https://elsewhere.example/assets/cabinet-1a2b3c4d.js')).toBe('pass')
})

test('[PW2] data goes past the worker without waking it; the page and its files do not', () => {
  const goesPast = (url: string) =>
    pastWorker.some(({ condition }) => new URLPattern(condition.urlPattern, host).test(url))
  expect(goesPast(`${host}/api/v1/sessions/s1/messages?after=x`)).toBe(true)
  expect(goesPast(`${host}/`)).toBe(false)
  expect(goesPast(`${host}/assets/cabinet-1a2b3c4d.js`)).toBe(false)
})

test('[PW3] the build before stays for the tabs that it opened; older ones and nobody else’s go', () => {
  expect(oldCaches(['pult-a', 'theirs', 'pult-b', 'pult-c'])).toEqual(['pult-a'])
  expect(oldCaches(['pult-a', 'theirs'])).toEqual([])
})

test('[N6] whatever is sent becomes a line that leads into the cabinet', () => {
  expect(noticeOf({ sessionId: 's1', title: 'Mary', body: 'Hello', url: '/#/chat/s1' })).toEqual({
    title: 'Mary',
    body: 'Hello',
    tag: 's1',
    url: '/#/chat/s1',
  })
  const nothing = { title: 'Pult', body: '', tag: 'pult', url: '/' }
  for (const strange of [
    null,
    'text',
    7,
    { url: 'https://elsewhere.example' },
    { url: '//elsewhere.example' },
  ])
    expect(noticeOf(strange)).toEqual(nothing)
})
