import { expect, test } from 'bun:test'
import { clientCommands, URL_CHARS_MAX } from '@pult/protocol'
import { pageOf } from './page-watch.ts'

test('[P1] every page that a browser can show is one that setPage takes', () => {
  const long = `https://shop.example/?q=${'я'.repeat(5_000)}`
  for (const where of [
    { url: 'https://shop.example/a#b', title: '', referrer: '' },
    { url: long, title: long, referrer: long },
  ]) {
    const page = pageOf(where)
    expect(clientCommands.setPage.data.safeParse(page).success).toBe(true)
    expect(where.url.startsWith(page.url)).toBe(true)
  }
  expect(pageOf({ url: long, title: 't', referrer: '' })).toEqual({
    url: long.slice(0, URL_CHARS_MAX),
    title: 't',
  })
})
