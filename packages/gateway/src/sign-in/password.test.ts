import { describe, expect, test } from 'bun:test'
import { createPasswords, HASHES_WAITING_MAX } from './password.ts'

const passwords = createPasswords()
const hash = (await passwords.hash('correct horse'))!

/** The fastest of several is the least disturbed by whatever else the machine does. */
async function fastestMs(of: string | undefined): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const started = performance.now()
    await passwords.verify('x', of)
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}

describe('passwords', () => {
  test('[EP13] right, wrong, empty, nobody’s, and a broken hash', async () => {
    expect(await passwords.verify('correct horse', hash)).toBe(true)
    expect(await passwords.verify('Correct horse', hash)).toBe(false)
    expect(await passwords.verify('', hash)).toBe(false)
    expect(await passwords.verify('x', undefined)).toBe(false)
    expect(await passwords.verify('x', 'not a hash')).toBe(false)
  })

  test('[EP13] the same letters composed otherwise are the same password', async () => {
    const composed = (await passwords.hash('caf\u00e9 \u0439'))!
    expect(await passwords.verify('cafe\u0301 \u0438\u0306', composed)).toBe(true)
  })

  test('[EP13] an unknown e-mail takes the time of a known one', async () => {
    const [known, unknown] = [await fastestMs(hash), await fastestMs(undefined)]
    // Without a hash of nobody's the answer would be there a thousand times sooner; a busy machine is only a few times slower or faster.
    expect(unknown / known).toBeGreaterThan(0.1)
    expect(unknown / known).toBeLessThan(10)
  })

  test('[EP13] argon2id with OWASP’s parameters; older hashes are told apart', () => {
    expect(hash).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
    expect(passwords.isOutdated(hash)).toBe(false)
    expect(passwords.isOutdated('$argon2id$v=19$m=4096,t=1,p=1$abc$def')).toBe(true)
    expect(passwords.isOutdated('$2b$10$abc')).toBe(true)
  })

  test('[EP13] a flood is refused at once instead of waiting for minutes', async () => {
    // Empty passwords pass through the queue without the cost of hashing.
    const answers = await Promise.all(
      Array.from({ length: HASHES_WAITING_MAX + 50 }, () => passwords.verify('', hash)),
    )
    expect(answers.filter((answer) => answer === null).length).toBeGreaterThan(40)
    expect(await passwords.verify('correct horse', hash)).toBe(true)
  })
})
