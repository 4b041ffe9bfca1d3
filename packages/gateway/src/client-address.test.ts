import { describe, expect, test } from 'bun:test'
import { clientAddress, limitKey, parseTrustedProxies } from './client-address.ts'

const trustedProxies = parseTrustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
const ask = (remoteAddress: string, forwardedFor: string | null) =>
  clientAddress({ remoteAddress, forwardedFor, trustedProxies })

describe('clientAddress', () => {
  test('[EP1] a header from an untrusted peer is ignored', () => {
    expect(ask('198.51.100.9', '8.8.8.8')).toBe('198.51.100.9')
    expect(ask('2001:db8::9', '8.8.8.8')).toBe('2001:db8::9')
  })

  test('[EP1] the right-most untrusted entry wins over what the client wrote to its left', () => {
    expect(ask('127.0.0.1', '1.1.1.1, 203.0.113.7')).toBe('203.0.113.7')
    expect(ask('127.0.0.1', '1.1.1.1, 203.0.113.7, 10.1.2.3')).toBe('203.0.113.7')
    expect(ask('fd00::1', '1.1.1.1,2001:db8::7')).toBe('2001:db8::7')
  })

  test('[EP1] a mapped peer is the IPv4 that it maps', () => {
    expect(ask('::ffff:127.0.0.1', '203.0.113.7')).toBe('203.0.113.7')
    expect(ask('::ffff:7f00:1', '203.0.113.7')).toBe('203.0.113.7')
    expect(ask('::ffff:203.0.113.8', '203.0.113.7')).toBe('203.0.113.8')
    expect(ask('127.0.0.1', '::ffff:203.0.113.7')).toBe('203.0.113.7')
  })

  test('[EP1] ports and brackets are read', () => {
    expect(ask('127.0.0.1', '203.0.113.7:4711')).toBe('203.0.113.7')
    expect(ask('127.0.0.1', '[2001:db8::7]:4711')).toBe('2001:db8::7')
    expect(ask('127.0.0.1', '[2001:db8::7]')).toBe('2001:db8::7')
  })

  test('[EP1] a malformed entry ends the reading at the hop that is known', () => {
    for (const forged of ['unknown', '', '0177.0.0.1', '1.2.3', '999.1.1.1', '_x', '8.8.8.8 evil']) {
      expect(ask('127.0.0.1', `8.8.8.8, ${forged}`)).toBe('127.0.0.1')
      expect(ask('127.0.0.1', `8.8.8.8, ${forged}, 10.0.0.2`)).toBe('10.0.0.2')
    }
  })

  test('[EP1] a chain of nothing but proxies gives its far end, and a chain without end is cut', () => {
    expect(ask('127.0.0.1', '10.0.0.3, 10.0.0.2')).toBe('10.0.0.3')
    expect(ask('127.0.0.1', null)).toBe('127.0.0.1')
    expect(ask('127.0.0.1', `8.8.8.8${', 10.0.0.1'.repeat(10_000)}`)).toBe('10.0.0.1')
  })
})

describe('limitKey', () => {
  test('[EP2] every address of a /64 is one key, and the neighbouring /64 another', () => {
    const one = limitKey('2001:db8:0:1::1')
    expect(limitKey('2001:0DB8:0:1:ffff:ffff:ffff:ffff')).toBe(one)
    expect(limitKey('2001:db8:0:2::1')).not.toBe(one)
  })

  test('[EP2] IPv4 counts by the address, mapped or not', () => {
    expect(limitKey('203.0.113.7')).toBe('203.0.113.7')
    expect(limitKey('::ffff:203.0.113.7')).toBe('203.0.113.7')
  })

  test('[EP2] another spelling is no other key', () => {
    expect(limitKey('fe80::1%eth0')).toBe(limitKey('fe80:0:0:0:0:0:0:2'))
  })
})

describe('parseTrustedProxies', () => {
  test('[EP1] a wrong entry is named', () => {
    for (const entry of [
      '10.0.0.0/33',
      '::/129',
      'localhost',
      '10.0.0.0/8/8',
      '10.0.0.0/',
      '10.0.0.0/-1',
      '',
    ]) {
      expect(() => parseTrustedProxies([entry])).toThrow(`"${entry}"`)
    }
  })
})
