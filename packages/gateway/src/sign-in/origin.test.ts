import { describe, expect, test } from 'bun:test'
import { originAllowed, type OriginRule } from './origin.ts'

const cookie: OriginRule = {
  publicUrl: 'https://chat.example.com',
  requestHost: 'chat.example.com',
  allowed: [],
  credential: 'cookie',
}
const bearer: OriginRule = { ...cookie, credential: 'bearer' }

/** Everything that an attacker's page could send for ours, or write so that it looks alike. */
const evil = [
  'https://evil.example',
  'http://chat.example.com',
  'https://chat.example.com.evil.example',
  'https://evil-chat.example.com',
  'https://chat.example.com:8443',
  'https://chat.example.com@evil.example',
  'https://chat.example.com\\@evil.example',
  'https://chat.example.com/path',
  'https://chat.example.com?x',
  'https://chat.example.com#x',
  'wss://chat.example.com',
  'chrome-extension://abcdef',
  'file://',
  'null',
  'NULL',
  'undefined',
  '*',
  'chat.example.com',
  'https://',
  'https://chat.example.com https://evil.example',
  'https://chat.example.com, https://evil.example',
]

describe('originAllowed', () => {
  test('[EP15] our own pages', () => {
    expect(originAllowed('https://chat.example.com', cookie)).toBe(true)
    expect(originAllowed('https://CHAT.example.com:443', cookie)).toBe(true)
  })

  for (const origin of evil) {
    test(`[EP15] evil: ${origin}`, () => {
      expect(originAllowed(origin, cookie)).toBe(false)
      expect(originAllowed(origin, { ...cookie, publicUrl: null, requestHost: 'chat.example.net' })).toBe(
        false,
      )
      expect(originAllowed(origin, { ...bearer, allowed: ['https://shop.example'] })).toBe(false)
    })
  }

  test('[EP15] a missing origin is a program: with a bearer token, not with a cookie', () => {
    expect(originAllowed(null, bearer)).toBe(true)
    expect(originAllowed('', bearer)).toBe(true)
    expect(originAllowed(null, cookie)).toBe(false)
    expect(originAllowed('', cookie)).toBe(false)
  })

  test('[EP15] without an origin a browser’s word that the page is ours counts, and no other word', () => {
    expect(originAllowed(null, { ...cookie, fetchSite: 'same-origin' })).toBe(true)
    for (const fetchSite of ['same-site', 'cross-site', 'none', '', null]) {
      expect(originAllowed(null, { ...cookie, fetchSite })).toBe(false)
    }
    expect(originAllowed('https://evil.example', { ...cookie, fetchSite: 'same-origin' })).toBe(false)
    expect(originAllowed('null', { ...cookie, fetchSite: 'same-origin' })).toBe(false)
  })

  test('[EP15] a channel’s sites', () => {
    const rule = { ...bearer, allowed: ['https://shop.example', 'http://localhost:3000'] }
    expect(originAllowed('https://shop.example', rule)).toBe(true)
    expect(originAllowed('http://localhost:3000', rule)).toBe(true)
    expect(originAllowed('http://shop.example', rule)).toBe(false)
    expect(originAllowed('https://www.shop.example', rule)).toBe(false)
  })

  test('[EP15] the star opens the door to tokens, never to cookies, and not to null', () => {
    expect(originAllowed('https://anybody.example', { ...bearer, allowed: ['*'] })).toBe(true)
    expect(originAllowed('https://anybody.example', { ...cookie, allowed: ['*'] })).toBe(false)
    expect(originAllowed('null', { ...bearer, allowed: ['*'] })).toBe(false)
  })

  test('[EP15] without a public address the host of the request decides, ports included', () => {
    const rule = { ...cookie, publicUrl: null, requestHost: 'localhost:8080' }
    expect(originAllowed('http://localhost:8080', rule)).toBe(true)
    expect(originAllowed('https://localhost:8080', rule)).toBe(true)
    expect(originAllowed('http://localhost:8081', rule)).toBe(false)
    expect(originAllowed('http://localhost', rule)).toBe(false)
    expect(originAllowed('https://chat.example.com', { ...rule, requestHost: 'chat.example.com:443' })).toBe(
      true,
    )
    expect(originAllowed('http://localhost:8080', { ...rule, requestHost: null })).toBe(false)
  })

  test('[EP15] with a public address another host of ours is another site', () => {
    expect(originAllowed('http://10.0.0.5:8080', { ...cookie, requestHost: '10.0.0.5:8080' })).toBe(false)
  })
})
