/** @jsxImportSource ./dom */
/** The thin shell between the view and the page: draws, moves the focus, keeps the end of the log in sight. It decides nothing. */
import { accentOf } from './accent.ts'
import type { App } from './app.ts'
import { createRenderer } from './dom/render.ts'
import { focusAfter, type FocusTarget } from './focus.ts'
import { createFollowing } from './following.ts'
import * as words from './words.ts'
import { rowsOf } from './views/log.tsx'
import { Root } from './views/root.tsx'

export interface ScreenOptions {
  readonly app: App
  readonly shadow: ShadowRoot
  /** The host's wish, not checked yet. */
  readonly color: string | null
}

/** Draws the view now and after each change. */
export function openScreen({ app, shadow, color }: ScreenOptions): void {
  const root = document.createElement('div')
  root.className = 'root'
  root.lang = words.language
  // Through the CSSOM: a style attribute would be refused by a strict policy.
  const { background, foreground } = accentOf(color)
  root.style.colorScheme = 'light dark'
  root.style.setProperty('--accent', background)
  root.style.setProperty('--on-accent', foreground)
  root.style.setProperty('--ring', `color-mix(in srgb, ${background} 62%, var(--text))`)
  shadow.append(root)

  const render = createRenderer(root)
  const following = createFollowing()
  const hovers = matchMedia('(hover: hover)')
  let before = app.store.state
  let shownRows: ReturnType<typeof rowsOf> | null = null

  const draw = () => {
    const view = app.store.state
    const within = shadow.activeElement !== null
    render(<Root app={app} view={view} following={following} />)
    const target = focusAfter({ before, after: view, within, hovers: hovers.matches })
    if (target !== null) root.querySelector<HTMLElement>(places[target])?.focus()
    // What had the focus is gone, such as a button that was pressed: keep the keyboard in the chat.
    else if (within && shadow.activeElement === null) root.querySelector<HTMLElement>(places.panel)?.focus()
    const resized = view.text !== before.text || view.open !== before.open
    const field = resized ? root.querySelector<HTMLElement>('.field') : null
    if (field !== null) fitText(field)
    before = view
    follow()
  }
  const follow = () => {
    const { open, chat } = app.store.state
    if (!open || chat === null) {
      shownRows = null
      return
    }
    const rows = rowsOf(chat.messages, chat.outbox)
    if (rows === shownRows) return
    shownRows = rows
    const last = rows.at(-1)
    const unseen = following.changed({
      firstKey: rows.find((row) => row.kind !== 'day')?.key ?? '',
      lastKey: last?.key ?? '',
      lastIsPending: last?.kind === 'message' && last.mark === 'pending',
    })
    if (unseen) app.show({ missed: true })
  }
  draw()
  app.store.subscribe(draw)
  visualViewport?.addEventListener('resize', () => fitKeyboard(root.querySelector<HTMLElement>('.panel')))
}

const places: Readonly<Record<NonNullable<FocusTarget>, string>> = {
  field: '.field',
  panel: '.panel',
  launcher: '.launcher',
  menu: '.menu-opener',
  menuItem: '.menu-list button',
  cancel: '.cancel',
}

/** The field is as high as its text, up to what the style sheet allows. */
function fitText(field: HTMLElement): void {
  field.style.height = ''
  if (field.scrollHeight > field.clientHeight) field.style.height = `${field.scrollHeight + BORDERS_PX}px`
}
const BORDERS_PX = 2

/** A phone's keyboard covers the lower part of a full-screen panel: keep the panel within what can be seen. */
function fitKeyboard(panel: HTMLElement | null): void {
  if (panel === null || visualViewport === null) return
  const covered = innerHeight - visualViewport.height - visualViewport.offsetTop
  const fullScreen = getComputedStyle(panel).left === '0px'
  panel.style.bottom = fullScreen && covered > 1 ? `${covered}px` : ''
  panel.style.top = fullScreen && covered > 1 ? `${visualViewport.offsetTop}px` : ''
}
