import { describe, expect, test } from 'bun:test'
import { targetOf } from './target.ts'

describe('an address', () => {
  test('[OB1] is taken apart once: host, port, what the header Host says, and what is asked for', () => {
    expect(targetOf('https://Bots.Example.com./hook?x=1#part')).toEqual({
      protocol: 'https:',
      host: 'bots.example.com',
      isAddress: false,
      port: 443,
      authority: 'bots.example.com',
      path: '/hook?x=1',
    })
    expect(targetOf('http://[fd00::5]:8080')).toMatchObject({
      host: 'fd00::5',
      isAddress: true,
      port: 8080,
      authority: '[fd00::5]:8080',
      path: '/',
    })
  })

  test.each([
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://017700000001/', '127.0.0.1'],
    ['https://①②⑦.0.0.1/', '127.0.0.1'],
    ['https://127.0.0.1./', '127.0.0.1'],
    ['https://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
  ])('[OB1] %s is the address that it spells', (url, host) => {
    expect(targetOf(url)).toMatchObject({ host, isAddress: true })
  })

  test.each([
    '',
    'bots.example.com',
    'ftp://bots.example.com/',
    'file:///etc/passwd',
    'unix:/run/docker.sock',
    'data:text/plain,1',
    'https://',
    'https://anna:secret@bots.example.com/',
    'https://anna@bots.example.com/',
    'https://bots.example.com:99999/',
    'https://a b/',
    'https://a%00b/',
    'https://./',
    `https://bots.example.com/${'a'.repeat(2_048)}`,
  ])('[OB1] %p is refused', (url) => {
    expect(targetOf(url)).toMatchObject({ ok: false, code: 'bad_request' })
  })
})
