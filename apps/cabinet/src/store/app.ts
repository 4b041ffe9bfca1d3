import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import { createOperatorClient, PultError, signIn, signOut, whoAmI, type SignIn } from '@pult/client'
import { openAttention } from '../attention/open-attention.ts'
import type { Attention } from '../attention/attention.ts'
import { addressOf, placeOfAddress, type Place } from '../desk/place.ts'
import { exitOf, exitOfRefusal, type Exit } from '../entrance/exit.ts'
import { setUp, type FirstAdmin } from '../entrance/set-up.ts'
import { themeOf, type Theme } from '../first/theme.ts'
import { createWorkerLink } from '../service-worker/register.ts'
import { loadWords } from '../words/load-words.ts'
import { pickLanguage, type Language, type Words } from '../words/words.ts'
import { browserClock } from './clock.ts'
import { createDesk, type Desk } from './desk.ts'
import { browserKept, seatPrefix, type Kept } from './kept.ts'
import { browserPage, whenIdle } from './page.ts'

/**
 *   starting ──signed in──► desk ──terminal event──► out ──«use here»──► desk
 *    │    └──nobody is──► signedOut ──password──► desk └──sign in again──► signedOut
 *    └──no answer──► failed ──try again──► starting
 */
export type Phase =
  | { readonly name: 'starting' }
  /** Nobody could say who we are: the server is away. */
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'signedOut' }
  | ({ readonly name: 'desk' } & Seat)
  | { readonly name: 'out'; readonly exit: Exit; readonly seat: Seat | null }

/** Where an operator sits: the desk, and how they are called at it. */
export interface Seat {
  readonly operatorId: string
  readonly desk: Desk
  readonly attention: Attention
}

export interface App {
  readonly phase: ReadonlySignal<Phase>
  readonly place: ReadonlySignal<Place>
  readonly words: ReadonlySignal<Words>
  readonly theme: ReadonlySignal<Theme>
  /** Another version of the cabinet stands ready; called, it is loaded. */
  readonly update: ReadonlySignal<(() => void) | null>
  setLanguage(language: Language): void
  setTheme(theme: Theme): void
  readonly go: (place: Place) => void
  /** Finds out who one is. Repeated while the server is away, it leaves what is said about that on screen. */
  start(): Promise<void>
  signIn(who: Pick<SignIn, 'email' | 'password'>): Promise<void>
  setUp(admin: FirstAdmin): Promise<void>
  signOut(): Promise<void>
  /** Comes back from a page that says why one is out. */
  useHere(): void
  signInAgain(): void
}

/** Pult is served from the root of its own host. */
const URL_OF_PULT = '/'

type Me = Awaited<ReturnType<typeof whoAmI>>

/** Resolves with the words of the reader's language: without them nothing can be said. Who one is, is asked meanwhile. */
export async function openApp(kept: Kept): Promise<App> {
  const place = placeOfAddress(location.pathname, location.hash)
  const asked = place.name === 'setup' ? null : whoAmI({ url: URL_OF_PULT })
  // A refusal is met by whoever takes the answer.
  asked?.catch(() => undefined)
  const words = await loadWords(pickLanguage(kept.read('language'), navigator.languages))
  return createApp(kept, words, asked)
}

/** `asked`: the answer to who one is, on its way already, for the first start. */
function createApp(kept: Kept, firstWords: Words, asked: Promise<Me> | null): App {
  let answer = asked
  const phase = signal<Phase>({ name: 'starting' })
  const place = signal(placeOfAddress(location.pathname, location.hash))
  const words = signal(firstWords)
  const theme = signal(themeOf(kept.read('theme')))
  const worker = createWorkerLink(() => Date.now())
  effect(() => keepSeat(kept, phase.value))
  const selectedId = computed(() => (place.value.name === 'desk' ? place.value.sessionId : null))

  window.addEventListener('hashchange', () => {
    place.value = placeOfAddress(location.pathname, location.hash)
  })

  worker.onGo((url) => {
    const { pathname, hash } = new URL(url, location.origin)
    go(placeOfAddress(pathname, hash))
  })

  async function speak(language: Language): Promise<void> {
    try {
      words.value = await loadWords(language)
      kept.write('language', language)
    } catch {
      // The file could not be had: the page goes on in the language that it speaks, and the choice shows that again.
      words.value = { ...words.peek() }
    }
  }

  function go(next: Place): void {
    history.pushState(null, '', addressOf(next))
    place.value = next
  }

  /** `fresh`: a person has just signed in, and means to work: the first live connection sets ONLINE. */
  function openDesk(
    operatorId: string,
    options: { readonly fresh: boolean; readonly takeover?: boolean },
  ): void {
    const client = createOperatorClient({ url: URL_OF_PULT, takeover: options.takeover ?? false })
    // The network is asked first, and the desk made while it thinks: what it answers is heard in a later task.
    client.connect()
    const prefix = seatPrefix(operatorId)
    const desk = createDesk({
      client,
      kept: browserKept(prefix),
      clock: browserClock,
      page: browserPage,
      selectedId,
      onLeave: onPageHide,
    })
    const attention = openAttention(desk, { prefix, words, registration: worker.registration })
    const seat: Seat = { operatorId, desk, attention }
    client.onStopped((stop) => {
      phase.value = { name: 'out', exit: exitOf(stop), seat }
    })
    onEachLive(desk, () => {
      // Not before the lists are painted: twenty files that are fetched to be kept would compete with them.
      whenIdle(() => worker.register())
      // A server that was started anew may have brought a newer cabinet.
      worker.check()
    })
    if (options.fresh) onceLive(desk, () => client.command('setStatus', { status: 'ONLINE' }))
    phase.value = { name: 'desk', ...seat }
  }

  /** The page was opened after the login was lost: only a stream can win it back, and then the page starts as ever. */
  function takeOverAndStart(): void {
    phase.value = { name: 'starting' }
    const client = createOperatorClient({ url: URL_OF_PULT, takeover: true })
    client.onStopped((stop) => {
      client.close()
      phase.value = { name: 'out', exit: exitOf(stop), seat: null }
    })
    const stop = client.onState(({ connection }) => {
      if (connection.name !== 'live') return
      stop()
      client.close()
      void start()
    })
    client.connect()
  }

  function leaveDesk(): void {
    const now = phase.value
    const seat = now.name === 'desk' ? now : now.name === 'out' ? now.seat : null
    seat?.attention.stop()
    seat?.desk.close()
  }

  async function start(): Promise<void> {
    if (place.value.name === 'setup') return
    if (phase.value.name !== 'failed') phase.value = { name: 'starting' }
    try {
      const asking = answer ?? whoAmI({ url: URL_OF_PULT })
      answer = null
      const { operator } = await asking
      openDesk(operator.id, { fresh: false })
    } catch (error) {
      const exit = error instanceof PultError ? exitOfRefusal(error.code) : null
      // Nobody is thrown out of a page that was just opened: the sign-in form says all there is to say.
      if (exit?.name === 'expired') phase.value = { name: 'signedOut' }
      else phase.value = exit === null ? { name: 'failed', error } : { name: 'out', exit, seat: null }
    }
  }

  return {
    phase,
    place,
    words,
    theme,
    update: worker.update,
    setLanguage(language) {
      void speak(language)
    },
    setTheme(next) {
      kept.write('theme', next)
      theme.value = next
    },
    go,
    start,
    async signIn(who) {
      const { operator } = await signIn({ url: URL_OF_PULT, ...who })
      openDesk(operator.id, { fresh: true })
    },
    async setUp(admin) {
      await setUp(admin, fetch)
      const { operator } = await whoAmI({ url: URL_OF_PULT })
      history.replaceState(null, '', '/')
      place.value = { name: 'desk', sessionId: null }
      openDesk(operator.id, { fresh: true })
    },
    async signOut() {
      await signOut({ url: URL_OF_PULT })
      // The stream usually says so first, with its own page; without a connection the answer is enough.
      if (phase.value.name !== 'desk') return
      leaveDesk()
      phase.value = { name: 'out', exit: { name: 'loggedOut' }, seat: null }
    },
    useHere() {
      const now = phase.value
      if (now.name !== 'out') return
      if (now.seat === null) {
        takeOverAndStart()
        return
      }
      now.seat.desk.client.takeOver()
      phase.value = { name: 'desk', ...now.seat }
    },
    signInAgain() {
      leaveDesk()
      phase.value = { name: 'signedOut' }
    },
  }
}

/** Who sits at the desk, for the first picture of the next visit (first/first.ts); nobody once they are out. A server that is away says nothing. */
function keepSeat(kept: Kept, phase: Phase): void {
  if (phase.name === 'desk') kept.write('seat', phase.operatorId)
  if (phase.name === 'out' || phase.name === 'signedOut') kept.write('seat', '')
}

function onPageHide(listener: () => void): () => void {
  window.addEventListener('pagehide', listener)
  return () => window.removeEventListener('pagehide', listener)
}

function onceLive(desk: Desk, run: () => Promise<unknown>): void {
  const stop = desk.client.onState(({ connection }) => {
    if (connection.name !== 'live') return
    stop()
    run().catch(() => desk.news.tell('status.failed'))
  })
}

function onEachLive(desk: Desk, run: () => void): void {
  let was = ''
  desk.client.onState(({ connection }) => {
    const before = was
    was = connection.name
    if (was === 'live' && before !== 'live') run()
  })
}
