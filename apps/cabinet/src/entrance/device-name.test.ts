import { expect, test } from 'bun:test'
import { deviceName } from './device-name.ts'

test('[E1] a device is named as a person would say it', () => {
  const said = [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0',
  ].map(deviceName)
  expect(said).toEqual([
    'Chrome, Linux',
    'Yandex Browser, Windows',
    'Edge, Windows',
    'Safari, iPhone',
    'Chrome, Android',
    'Firefox, macOS',
  ])
})

test('[E1] what is no browser is shown as it came, and not at length', () => {
  expect(deviceName('curl/8.5')).toBe('curl/8.5')
  expect(deviceName('x'.repeat(500))).toHaveLength(60)
})
