import { describe, expect, test } from 'bun:test'
import { securityHeaders, type AnswerKind } from './security-headers.ts'

const kinds: readonly AnswerKind[] = ['page', 'frame', 'embed', 'api']

function policyOf(headers: Record<string, string>): Map<string, string> {
  return new Map(
    headers['content-security-policy']!.split('; ').map((rule) => {
      const [name = '', ...values] = rule.split(' ')
      return [name, values.join(' ')]
    }),
  )
}

describe('securityHeaders', () => {
  for (const kind of kinds) {
    test(`[EP43] ${kind}: nothing unless allowed, nothing inline, nothing sniffed, no frames unasked`, () => {
      const headers = securityHeaders(kind, { https: true })
      const policy = policyOf(headers)
      expect(policy.get('default-src')).toBe("'none'")
      expect(policy.get('frame-ancestors')).toBe("'none'")
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/)
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(() => new Headers(headers)).not.toThrow()
    })

    test(`[EP43] ${kind}: HSTS over https only`, () => {
      expect(securityHeaders(kind, { https: true })['strict-transport-security']).toBe('max-age=31536000')
      expect(securityHeaders(kind, { https: false })).not.toHaveProperty('strict-transport-security')
    })
  }

  test('[EP43] a page: scripts from here alone, no base, no opener, no referrer for others, no sensors', () => {
    const headers = securityHeaders('page', { https: true, frameAncestors: ['https://shop.example'] })
    const policy = policyOf(headers)
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('style-src')).toBe("'self'")
    // The cabinet is installed by its manifest and stands behind a service worker, both from here alone.
    expect([policy.get('worker-src'), policy.get('manifest-src')]).toEqual(["'self'", "'self'"])
    expect(policy.get('base-uri')).toBe("'none'")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(policy.has('object-src')).toBe(false)
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('camera=()')
  })

  test('[EP43] a frame: the named sites, and a site cannot smuggle in a rule', () => {
    const headers = securityHeaders('frame', {
      https: true,
      frameAncestors: ['https://shop.example', 'http://localhost:3000'],
    })
    expect(policyOf(headers).get('frame-ancestors')).toBe('https://shop.example http://localhost:3000')
    expect(headers).not.toHaveProperty('x-frame-options')
    for (const site of [
      "https://a.example; script-src 'unsafe-inline'",
      'https://a.example, x',
      'https://a.example b',
      'javascript:1',
      "'self'",
    ]) {
      expect(() => securityHeaders('frame', { https: true, frameAncestors: [site] })).toThrow('is no origin')
    }
  })

  test('[EP43] the widget’s files may be loaded by every site, data by none', () => {
    expect(securityHeaders('embed', { https: true })).toMatchObject({
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    })
    expect(securityHeaders('api', { https: true })['cross-origin-resource-policy']).toBe('same-origin')
    expect(securityHeaders('api', { https: true })).not.toHaveProperty('access-control-allow-origin')
  })
})
