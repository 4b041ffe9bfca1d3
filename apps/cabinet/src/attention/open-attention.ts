import type { ReadonlySignal } from '@preact/signals'
import type { WorkerLink } from '../service-worker/register.ts'
import { browserClock } from '../store/clock.ts'
import type { Desk } from '../store/desk.ts'
import { browserKept } from '../store/kept.ts'
import { browserPage } from '../store/page.ts'
import type { Words } from '../words/words.ts'
import { createAttention, type Attention } from './attention.ts'
import type { InputChannel } from './idle-watch.ts'
import { followLeader } from './leader.ts'
import { createNotices } from './notices.ts'
import { createPush } from './push.ts'
import { createSounds } from './sounds.ts'

/** The attention of one operator in a real browser; what belongs together over tabs goes by the operator's own prefix. */
export function openAttention(
  desk: Desk,
  options: {
    readonly prefix: string
    readonly words: ReadonlySignal<Words>
    readonly registration: WorkerLink['registration']
  },
): Attention {
  const { prefix, words, registration } = options
  const channel = openChannel(`${prefix}input`)
  const attention = createAttention({
    desk,
    words,
    clock: browserClock,
    page: browserPage,
    kept: browserKept(prefix),
    onKept(listener) {
      const onStorage = (event: StorageEvent) => {
        if (event.key === `${prefix}attention`) listener()
      }
      window.addEventListener('storage', onStorage)
      return () => window.removeEventListener('storage', onStorage)
    },
    channel,
    leader: followLeader({
      name: `${prefix}attention`,
      page: browserPage,
      locks: 'locks' in navigator ? navigator.locks : undefined,
    }),
    sounds: createSounds(),
    notices: createNotices(registration),
    push: createPush(desk.client, registration),
    target: document,
  })
  return {
    ...attention,
    stop() {
      attention.stop()
      channel.close()
    },
  }
}

function openChannel(name: string): InputChannel & { readonly close: () => void } {
  const channel = new BroadcastChannel(name)
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin, and takes none
    tell: (atMs) => channel.postMessage(atMs),
    onTold(listener) {
      const onMessage = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'number') listener(data)
      }
      channel.addEventListener('message', onMessage)
      return () => channel.removeEventListener('message', onMessage)
    },
    close: () => channel.close(),
  }
}
