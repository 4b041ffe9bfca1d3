import { createBoundedQueue } from '../bounded-queue.ts'

/**
 * Passwords: argon2id with OWASP's second recommendation (19 MiB, 2 passes, 1 lane), about 50 ms off the main thread.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const ARGON2 = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const
const PARAMETERS = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=1$`

/**
 * The hash of a password that was thrown away. An unknown e-mail is checked against it, so that it takes the time of a known one and
 * nobody can list the operators with a stop-watch.
 */
const NOBODYS_HASH = `${PARAMETERS}eKPPDHb4Tk4OBagiX2yjeWeynBhLWu3luCLrgF47kV4$8zt8lgIz8Qhl/0GBr1IS9ql9gi/fzWxnpvzkTNik9Ik`

/** Hashes at once: each takes 19 MiB, and all of the machine's cores would leave none to the chats. */
export const HASHES_AT_ONCE_MAX = 2
/** Sign-ins that may wait for their turn (5 s of them); more is an attack, and waiting would only hide it. */
export const HASHES_WAITING_MAX = 200

export interface Passwords {
  /** A hash to keep. Null when too many wait: answer `overloaded`. */
  hash(password: string): Promise<string | null>
  /**
   * [EP13] Whether the password is the one of the hash; `undefined`, for an e-mail that nobody has, takes as long and is false.
   * A broken hash is false. Null when too many wait: answer `overloaded`.
   */
  verify(password: string, hash: string | undefined): Promise<boolean | null>
  /** Made with weaker parameters than today's: hash the password again while it is at hand. */
  isOutdated(hash: string): boolean
}

export function createPasswords(): Passwords {
  const queue = createBoundedQueue(HASHES_AT_ONCE_MAX, HASHES_WAITING_MAX)
  return {
    hash: (password) => queue(() => Bun.password.hash(normalised(password), ARGON2)),
    verify: (password, hash) =>
      queue(async () => {
        const right = await matches(normalised(password), hash ?? NOBODYS_HASH)
        return right && hash !== undefined
      }),
    isOutdated: (hash) => !hash.startsWith(PARAMETERS),
  }
}

/** Keyboards differ in how they compose the same letter (й, é): NFKC makes them one, as NIST SP 800-63B asks. */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

async function matches(password: string, hash: string): Promise<boolean> {
  try {
    // An empty password throws in Bun; it is merely wrong.
    return password !== '' && (await Bun.password.verify(password, hash))
  } catch {
    return false
  }
}
