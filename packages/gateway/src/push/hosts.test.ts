import { describe, expect, test } from 'bun:test'
import { parsePushHosts } from './hosts.ts'

describe('[PU1] whom the server speaks to', () => {
  const known = parsePushHosts([])
  const cases: readonly (readonly [endpoint: string, allowed: boolean])[] = [
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://web.push.apple.com/abc', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=abc', true],
    ['https://FCM.googleapis.com/x', true],
    ['http://fcm.googleapis.com/fcm/send/abc', false],
    ['https://fcm.googleapis.com:8443/x', false],
    ['https://fcm.googleapis.com.evil.example/x', false],
    ['https://evilnotify.windows.com/x', false],
    ['https://notify.windows.com/x', false],
    ['https://user@fcm.googleapis.com/x', false],
    ['https://fcm.googleapis.com@evil.example/x', false],
    ['https://127.0.0.1/x', false],
    ['https://localhost/x', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['https://[::1]/x', false],
    ['https://2130706433/x', false],
    ['file:///etc/passwd', false],
    ['gopher://fcm.googleapis.com/x', false],
    ['nonsense', false],
    ['', false],
  ]
  for (const [endpoint, allowed] of cases) {
    test(`[PU1] ${endpoint || 'nothing'}: ${allowed ? 'yes' : 'no'}`, () =>
      expect(known(endpoint)).toBe(allowed))
  }

  test('[PU1] an admin names more of them, exactly', () => {
    const more = parsePushHosts(['push.example.com', '*.push.example.org:8443', 'http://127.0.0.1:9000'])
    expect(more('https://push.example.com/x')).toBe(true)
    expect(more('https://a.push.example.com/x')).toBe(false)
    expect(more('https://a.push.example.org:8443/x')).toBe(true)
    expect(more('https://a.push.example.org/x')).toBe(false)
    expect(more('http://127.0.0.1:9000/x')).toBe(true)
    expect(more('http://127.0.0.1:9001/x')).toBe(false)
    expect(more('https://127.0.0.1:9000/x')).toBe(false)
    expect(more('https://fcm.googleapis.com/x')).toBe(true)
  })

  for (const entry of [
    '*',
    'https://push.example.com',
    'http://push.example.com',
    'a b',
    'push.example.com/x',
  ]) {
    test(`[PU1] "${entry}" is refused`, () => {
      expect(() => parsePushHosts([entry])).toThrow(RangeError)
    })
  }
})
