import { describe, expect, test } from 'bun:test'
import { shownDatabase, withoutPassword } from './database-address.ts'

const url = 'postgres://pult:pa%24s@db.example.com:5432/chats?sslmode=require'

describe('the address of a database', () => {
  test('[SV4] is shown without the name and the password', () => {
    expect(shownDatabase(url)).toBe('the database chats at db.example.com:5432')
    expect(shownDatabase('postgres://db.example.com')).toBe('the database at db.example.com')
  })

  test('[SV4] its password is cut out of what others say, in both ways of writing it', () => {
    expect(withoutPassword(`no route to ${url}; is "pa$s" right?`, url)).toBe(
      'no route to postgres://pult:[redacted]@db.example.com:5432/chats?sslmode=require; is "[redacted]" right?',
    )
    expect(withoutPassword('as it was', 'postgres://db/pult')).toBe('as it was')
  })
})
