import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Clock } from '@pult/client'
import type { Desk } from '../store/desk.ts'
import type { Kept } from '../store/kept.ts'
import { createPace } from '../store/pace.ts'
import type { Page } from '../store/page.ts'
import type { WordKey, Words } from '../words/words.ts'
import { decide, type Happening } from './decide.ts'
import type { Idle } from './idle.ts'
import { watchIdle, type InputChannel } from './idle-watch.ts'
import type { Kind } from './kinds.ts'
import type { Leader } from './leader.ts'
import type { Notices } from './notices.ts'
import type { Push } from './push.ts'
import { isQuiet, parseSettings, type AttentionSettings } from './settings.ts'
import type { Sounds } from './sounds.ts'
import { showUnread, titleOf } from './unread.ts'
import { watchHappenings } from './watch-happenings.ts'

/** How one operator is called at this browser: sounds, lines of the desktop, the tab's own face, and whether anybody is there. */
export interface Attention {
  readonly settings: ReadonlySignal<AttentionSettings>
  change(fields: Partial<AttentionSettings>): void
  /** Silence by the moon; off duty is silent without it. */
  readonly quietUntilMs: ReadonlySignal<number | null>
  readonly unlocked: ReadonlySignal<boolean>
  readonly permission: Notices['permission']
  readonly pushState: ReadonlySignal<'off' | 'on' | 'none' | 'failed'>
  readonly idle: ReadonlySignal<Idle>
  tryOut(kind: Kind): void
  askPermission(): Promise<void>
  stop(): void
}

export interface AttentionPorts {
  readonly desk: Desk
  readonly clock: Clock
  readonly page: Page
  readonly words: ReadonlySignal<Words>
  readonly kept: Kept
  /** Calls back when another tab kept something else. */
  readonly onKept: (listener: () => void) => () => void
  readonly channel: InputChannel
  readonly leader: Leader
  readonly sounds: Sounds
  readonly notices: Notices
  readonly push: Push
  readonly target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
}

/** Often enough for who looks at a tab's title from another window. */
const FACE_MS = 1_000

export function createAttention(ports: AttentionPorts): Attention {
  const { desk, clock, page, words, kept, leader, sounds, notices, push } = ports
  const settings = signal(parseSettings(kept.read('attention')))
  const pushState = signal<'off' | 'on' | 'none' | 'failed'>('off')
  const status = computed(() => desk.state.me.value?.status ?? null)
  const quietUntilMs = computed(() => {
    const { quietUntilMs: untilMs } = settings.value
    return untilMs !== null && isQuiet(settings.value, desk.nowMs.value) ? untilMs : null
  })
  let sounded: { readonly kind: Kind; readonly atMs: number } | null = null
  let saidLocked = false

  function change(fields: Partial<AttentionSettings>): void {
    settings.value = { ...settings.peek(), ...fields }
    kept.write('attention', JSON.stringify(settings.value))
  }

  function sound(kind: Kind): void {
    sounded = { kind, atMs: clock.nowMs() }
    if (sounds.play(kind, settings.peek().volume) || saidLocked) return
    saidLocked = true
    desk.news.tell('attention.locked.news')
  }

  function onHappening(happening: Happening): void {
    const nowMs = clock.nowMs()
    const deed = decide(happening, {
      nowMs,
      isLeader: leader.isLeader.peek(),
      isLookedAt: page.isLookedAt(),
      onScreenId: desk.selectedId.peek(),
      // Known for sure: at the start nobody is on duty yet, and silence then costs a call.
      isQuiet: isQuiet(settings.peek(), nowMs) || status.peek() === 'AWAY' || status.peek() === 'OFFLINE',
      mayNotify: notices.permission.peek() === 'granted',
      settings: settings.peek(),
      sounded,
    })
    if (deed.sound !== null) sound(deed.sound)
    if (deed.notice)
      notices.show(noticeOf(happening, words.peek(), settings.peek().preview)).catch(() => undefined)
  }

  async function signUp(): Promise<void> {
    try {
      const { preview } = settings.peek()
      pushState.value = (await push.subscribe({ language: words.peek().language, preview })) ? 'on' : 'none'
    } catch {
      pushState.value = 'failed'
    }
  }

  const keptAway = Number(kept.read('idleSince') ?? '')
  const idleWatch = watchIdle({
    clock,
    channel: ports.channel,
    target: ports.target,
    status,
    awaySinceMs: Number.isFinite(keptAway) && keptAway > 0 ? keptAway : null,
    limitMs: computed(() => {
      const { idleMinutes } = settings.value
      return idleMinutes > 0 && status.value === 'ONLINE' ? idleMinutes * 60_000 : null
    }),
    onAway() {
      if (leader.isLeader.peek()) desk.client.command('setStatus', { status: 'AWAY' }).catch(() => undefined)
    },
  })

  const unread = computed(() =>
    desk.lists.value.mine.reduce((sum, card) => sum + (card.unreadClientMessageCount ?? 0), 0),
  )
  const isLive = computed(() => desk.link.value.name === 'live')
  const isOffline = computed(() => desk.link.value.name === 'offline')
  const wantsPush = computed(
    () => isLive.value && settings.value.push && notices.permission.value === 'granted',
  )
  // The desktop, the title and the icon are other programs': each is asked to draw at most once in so long, however fast a desk changes.
  const closing = createPace(clock, FACE_MS, () => {
    if (!isLive.peek()) return false
    const { mine, help } = desk.lists.peek()
    const waiting = new Set<string>(
      [...mine, ...help]
        .filter((card) => card.operatorId === null || (card.unreadClientMessageCount ?? 0) > 0)
        .map(({ id }) => id),
    )
    notices.close((tag) => !waiting.has(tag)).catch(() => undefined)
    return true
  })
  const showing = createPace(clock, FACE_MS, () => {
    document.title = titleOf(words.peek(), { unread: unread.peek(), isOffline: isOffline.peek() })
    showUnread(unread.peek())
    return true
  })
  const stops = [
    closing.stop,
    showing.stop,
    watchHappenings(desk, clock, onHappening),
    ports.onKept(() => {
      settings.value = parseSettings(kept.read('attention'))
    }),
    effect(() => {
      void words.value
      void unread.value
      void isOffline.value
      showing.ask()
    }),
    // A line of the desktop is about something unread; what was read anywhere, or left, needs none.
    effect(() => {
      void isLive.value
      void desk.lists.value
      closing.ask()
    }),
    effect(() =>
      kept.write(
        'idleSince',
        idleWatch.idle.value.name === 'away' ? String(idleWatch.idle.value.sinceMs) : '',
      ),
    ),
    effect(() => {
      if (idleWatch.idle.value.name === 'warned' && leader.isLeader.peek())
        sounds.play('idle', settings.peek().volume)
    }),
    // With each login, and when the words of it change: it costs one command.
    effect(() => {
      void settings.value.preview
      void words.value.language
      if (wantsPush.value) void signUp()
    }),
  ]
  return {
    settings,
    change(fields) {
      if (fields.push === false) push.unsubscribe().catch(() => undefined)
      batch(() => {
        if (fields.push === false) pushState.value = 'off'
        change(fields)
      })
    },
    quietUntilMs,
    unlocked: sounds.unlocked,
    permission: notices.permission,
    pushState,
    idle: idleWatch.idle,
    tryOut: (kind) => void sounds.play(kind, settings.peek().volume),
    async askPermission() {
      await notices.ask()
    },
    stop() {
      for (const stop of stops) stop()
      idleWatch.stop()
      leader.stop()
      sounds.stop()
      showUnread(0)
      document.title = words.peek().say('app.name')
    },
  }
}

const noticeKeys: { readonly [K in Kind]: WordKey } = {
  newChat: 'notice.newChat',
  message: 'notice.message',
  onScreen: 'notice.message',
  help: 'notice.help',
  soon: 'notice.soon',
  late: 'notice.late',
  lost: 'notice.lost',
}

/** Longer lines are cut by every desktop. */
const BODY_CHARS_MAX = 160

function noticeOf({ kind, sessionId, name, text }: Happening, words: Words, preview: boolean) {
  const body = kind === 'lost' ? words.say('notice.lost.body') : preview ? text.slice(0, BODY_CHARS_MAX) : ''
  return {
    tag: sessionId ?? kind,
    title: words.say(noticeKeys[kind], { name }),
    body,
    url: sessionId === null ? '/' : `/#/chat/${encodeURIComponent(sessionId)}`,
  }
}
