/**
 * `widget.js`: the one address that a host page names. It keeps that name for ever, so it is tiny and revalidated; the widget proper has its hash
 * in its name and is fetched when the page has nothing better to do, or at the visitor's first move.
 */
import { EARLY_CALLS_MAX, type EarlyCall, type Stub } from './embed.ts'
import { chooseLanguage, type Language } from './language.ts'

/** Filled in by the build: the path of each language's bundle on the server. */
declare const WIDGET_BUNDLES: Readonly<Record<Language, string>>

/** A busy page gets its chat after this long all the same. */
const IDLE_MS_MAX = 4_000
const FIRST_MOVES = ['pointerdown', 'pointermove', 'keydown', 'touchstart', 'scroll'] as const

const script = document.currentScript
if (script instanceof HTMLScriptElement && window.Pult === undefined) start(script)

function start(script: HTMLScriptElement): void {
  const server = new URL(script.src).origin
  const early: EarlyCall[] = []
  const later = (call: EarlyCall) => {
    if (early.length < EARLY_CALLS_MAX) early.push(call)
  }
  const load = once(() => {
    for (const move of FIRST_MOVES) removeEventListener(move, load)
    const bundle = document.createElement('script')
    bundle.src = server + WIDGET_BUNDLES[chooseLanguage([script.dataset['language'], ...navigator.languages])]
    bundle.async = true
    // A page whose policy lists nonces lists ours: pass it on. `strict-dynamic` needs nothing.
    bundle.nonce = script.nonce
    document.head.append(bundle)
  })
  const stub: Stub = {
    embed: {
      server,
      channelKey: script.dataset['channel'] ?? '',
      color: script.dataset['color'] ?? null,
      identity: script.dataset['identity'] ?? null,
    },
    early,
    open() {
      later((pult) => pult.open())
      load()
    },
    close: () => later((pult) => pult.close()),
    identify: (jwt) => later((pult) => pult.identify(jwt)),
    on(name, listener) {
      let stop = () => {
        listening = false
      }
      let listening = true
      later((pult) => {
        if (listening) stop = pult.on(name, listener)
      })
      return () => stop()
    },
  }
  window.Pult = stub
  for (const move of FIRST_MOVES) addEventListener(move, load, { passive: true })
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: IDLE_MS_MAX })
  else setTimeout(load, 1_000)
}

function once(task: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    task()
  }
}
