import { expect, test } from 'bun:test'
import { widgetSnippet } from '../admin/widget-snippet.ts'
import { fileAddress } from './file-address.ts'
import { fileSize } from './file-size.ts'

test('[T3] a file is opened from http and https only', () => {
  expect(fileAddress('/api/v1/attachments/1?x=2', 'https://chat.example.com/#/chat/1')).toBe(
    'https://chat.example.com/api/v1/attachments/1?x=2',
  )
  expect(fileAddress('https://files.example.com/1', 'https://chat.example.com/')).toBe(
    'https://files.example.com/1',
  )
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'blob:https://x/1', 'file:///x', 'http://'])
    expect(fileAddress(url, 'https://chat.example.com/')).toBeNull()
})

test('[W4] sizes are read in the reader’s language', () => {
  expect(fileSize(999, 'en')).toBe('999 byte')
  expect(fileSize(24_000, 'en')).toBe('24 kB')
  expect(fileSize(1_420_000, 'ru').replaceAll(/\s/g, ' ')).toBe('1,4 МБ')
  expect(fileSize(25_000_000, 'en')).toBe('25 MB')
})

test('[T3] the line for a site cannot be broken out of', () => {
  expect(widgetSnippet('https://chat.example.com', 'ck_1')).toBe(
    '<script src="https://chat.example.com/widget.js" data-channel="ck_1" async></script>',
  )
  expect(widgetSnippet('https://x', '"><script>')).not.toContain('"><script>')
})
