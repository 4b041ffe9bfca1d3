import { describe, expect, test } from 'bun:test'
import { parseAllowance, type Allowance } from './allowance.ts'
import { targetOf } from './target.ts'

function asked(allowance: Allowance, url: string, address: string): ReturnType<Allowance> | 'bad_request' {
  const target = targetOf(url)
  return 'ok' in target ? 'bad_request' : allowance(target, address)
}

describe('without a list', () => {
  const nothing = parseAllowance([])
  test.each<[string, string, ReturnType<Allowance>]>([
    ['https://bots.example.com/', '93.184.216.34', null],
    ['https://bots.example.com:8443/', '93.184.216.34', null],
    ['https://bots.example.com:3000/', '2606:4700::1', null],
    ['http://bots.example.com/', '93.184.216.34', 'https_only'],
    ['https://bots.example.com/', '10.0.0.1', 'blocked_address'],
    ['https://bots.example.com/', '127.0.0.1', 'blocked_address'],
    ['https://bots.example.com/', '169.254.169.254', 'blocked_address'],
    ['https://bots.example.com:25/', '93.184.216.34', 'blocked_port'],
    ['https://bots.example.com:22/', '93.184.216.34', 'blocked_port'],
    ['https://bots.example.com:6379/', '93.184.216.34', 'blocked_port'],
    ['https://bots.example.com:6667/', '93.184.216.34', 'blocked_port'],
  ])('[OB2] %s at %s: %p', (url, address, verdict) => {
    expect(asked(nothing, url, address)).toBe(verdict)
  })
})

describe('with a list', () => {
  const list = parseAllowance([
    'crm.example.com',
    '*.corp.example.com',
    'http://127.0.0.1:9000',
    '192.168.0.0/16',
    '[fd00::5]:8443',
    'fd01::7',
    'smtp.example.com:25',
    '169.254.169.254',
    '0.0.0.0/0',
    'HTTP://Plain.Example.com',
  ])
  test.each<[string, string, ReturnType<Allowance>]>([
    ['https://crm.example.com/', '192.168.3.4', null],
    ['https://crm.example.com/', '10.0.0.1', null],
    ['https://deep.crm.example.com/', 'fd02::1', 'blocked_address'],
    ['https://a.b.corp.example.com/', 'fd02::1', null],
    ['https://corp.example.com/', 'fd02::1', 'blocked_address'],
    ['https://evilcorp.example.com/', 'fd02::1', 'blocked_address'],
    ['http://crm.example.com/', '93.184.216.34', 'https_only'],
    ['http://plain.example.com/', '93.184.216.34', null],
    ['http://plain.example.com./', '93.184.216.34', null],
    ['https://plain.example.com:25/', '93.184.216.34', 'blocked_port'],
    ['https://smtp.example.com:25/', '93.184.216.34', null],
    ['http://127.0.0.1:9000/', '127.0.0.1', null],
    ['http://127.0.0.1:9001/', '127.0.0.1', 'https_only'],
    ['https://[fd00::5]:8443/', 'fd00::5', null],
    ['https://[fd00::5]/', 'fd00::5', 'blocked_address'],
    ['https://[fd01::7]/', 'fd01::7', null],
    // No list opens these.
    ['https://crm.example.com/', '169.254.169.254', 'blocked_address'],
    ['https://169.254.169.254/', '169.254.169.254', 'blocked_address'],
    ['https://crm.example.com/', '::ffff:10.0.0.1', 'blocked_address'],
    ['https://crm.example.com/', '0.0.0.0', 'blocked_address'],
  ])('[OB2] %s at %s: %p', (url, address, verdict) => {
    expect(asked(list, url, address)).toBe(verdict)
  })

  test.each([
    'https://crm.example.com',
    'http://',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0/8',
    '10.0.0.300',
    'crm.example.com:0',
    'crm.example.com:70000',
    'crm.example.com/path',
    '[fd00::5',
    '[crm]',
    '*',
    '*.*.example.com',
    '',
  ])('[OB2] %p is no entry, and is named', (entry) => {
    expect(() => parseAllowance(['10.0.0.0/8', entry])).toThrow(`"${entry}"`)
  })
})
