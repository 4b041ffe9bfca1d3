import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { cleanFileName, contentDisposition } from './file-name.ts'

describe('cleanFileName', () => {
  const names = [
    ['photo.jpg', 'photo.jpg'],
    ['Отчёт за май.pdf', 'Отчёт за май.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/etc/cron.d/x', 'x'],
    ['C:\\Users\\x\\y.doc', 'y.doc'],
    ['..', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['a/', 'file'],
    ['a\u0000.png', 'a.png'],
    ['a\r\nSet-Cookie: x=1.png', 'aSet-Cookie: x=1.png'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u200bb\u2028c\ufeff.txt', 'abc.txt'],
    ['e\u0301.txt', 'é.txt'],
    ['\ud800.txt', '\ufffd.txt'],
  ] as const
  for (const [claimed, clean] of names) {
    test(`[EP24] ${JSON.stringify(claimed)}`, () => expect(cleanFileName(claimed)).toBe(clean))
  }

  test('[EP24] long names are cut and keep their extension', () => {
    const cut = cleanFileName(`${'ы'.repeat(500)}.docx`)
    expect(cut).toHaveLength(200)
    expect(cut).toEndWith('ы.docx')
    expect(cleanFileName(`${'😀'.repeat(300)}.a`).isWellFormed()).toBe(true)
  })

  test('[EP24] any text becomes a name that is safe on a disk and in a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (claimed) => {
        const name = cleanFileName(claimed)
        expect(name.length).toBeGreaterThan(0)
        expect(name.length).toBeLessThanOrEqual(200)
        expect(name).not.toMatch(/[/\\]|\p{Cc}|^\.+$/u)
        const header = contentDisposition('attachment', name)
        expect(new Headers({ 'content-disposition': header }).get('content-disposition')).toBe(header)
        expect(decodeURIComponent(header.split("filename*=UTF-8''")[1]!)).toBe(name)
      }),
    )
  })
})

describe('contentDisposition', () => {
  test('[EP27] quotes, percent signs and other alphabets', () => {
    expect(contentDisposition('attachment', `"x";'100%' Отчёт.pdf`)).toBe(
      `attachment; filename="_x_;'100_' _____.pdf"; filename*=UTF-8''%22x%22%3B%27100%25%27%20%D0%9E%D1%82%D1%87%D1%91%D1%82.pdf`,
    )
  })
})
