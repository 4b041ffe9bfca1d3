/** The widget proper. It puts itself into a shadow root, so that neither the host's styles nor ours reach across. */
import { createVisitorClient } from '@pult/client'
import { createApp } from './app.ts'
import type { HostListener, PultApi } from './embed.ts'
import { createHostEventHub } from './host-events.ts'
import { createMemory } from './memory.ts'
import { browserPage } from './page-watch.ts'
import { openScreen } from './screen.tsx'

/** Filled in by the build: `style.css`, minified. */
declare const WIDGET_CSS: string

const stub = window.Pult
if (stub !== undefined && 'early' in stub) {
  const { embed, early } = stub
  const memory = createMemory(embed.channelKey)
  const hub = createHostEventHub(reportError)
  const app = createApp({
    embed,
    memory,
    hub,
    page: browserPage,
    clock: { after: afterDelay },
    createClient: createVisitorClient,
  })
  const pult: PultApi = {
    open: app.open,
    close: app.close,
    identify: app.identify,
    on(name, listener) {
      // Who listens for the count wants to know what it is, not only what it becomes.
      if (name === 'unread') (listener as HostListener<'unread'>)(app.store.state.chat?.unread ?? 0)
      return hub.on(name, listener)
    },
  }

  const host = document.createElement('pult-widget')
  const shadow = host.attachShadow({ mode: 'open' })
  dress(shadow, WIDGET_CSS)
  document.body.append(host)
  // On a phone the chat covers the whole page: there it opens only when asked.
  window.Pult = pult
  if (memory.wasOpen && matchMedia('(min-width: 521px)').matches) app.open()
  openScreen({ app, shadow, color: embed.color })
  for (const call of early) call(pult)
  hub.emit('ready', undefined)
}

function afterDelay(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}

/** A constructed sheet passes every content policy; a `style` element is for browsers from before 2023, which lack them. */
function dress(shadow: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    shadow.adoptedStyleSheets = [sheet]
  } catch {
    const style = document.createElement('style')
    style.textContent = css
    shadow.append(style)
  }
}
