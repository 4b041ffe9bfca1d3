/**
 * What stands in the page from its first moment and notes what a person would notice: when something was painted and how long the
 * main thread was away. It is handed over as text, so it may use nothing from outside itself.
 */
export interface Probe {
  /** When the first row was painted, in ms since the navigation began; null before. */
  rowsAtMs: number | null
  /** Since the key went down, in ms: the chat is on screen; its messages are. One entry for each press that changed the chat. */
  readonly switches: { frameMs: number; messagesMs: number | null }[]
  /** Since the key went down, in ms: the letter is on screen. */
  readonly letters: number[]
  /** Lengths of all tasks over 50 ms, with their beginnings, in ms. */
  readonly longTasks: { readonly startMs: number; readonly lengthMs: number }[]
}

/** The page's way to say that the lists are painted and the badge says "live", in ms since the navigation began. */
export const READY_BINDING = 'pultBenchReady'

export function standProbe(): void {
  const probe: Probe = {
    rowsAtMs: null,
    switches: [],
    letters: [],
    longTasks: [],
  }
  Object.assign(globalThis, { probe })

  // A frame's callbacks run before it is painted; a message that is posted there comes after.
  const channel = new MessageChannel()
  const waiting: (() => void)[] = []
  channel.port1.addEventListener('message', () => waiting.shift()?.())
  channel.port1.start()
  const afterPaint = (run: () => void): void => {
    waiting.push(run)
    channel.port2.postMessage(null)
  }
  const once = (holds: () => boolean, run: () => void): void => {
    requestAnimationFrame(() => {
      if (holds()) afterPaint(run)
      else once(holds, run)
    })
  }

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      probe.longTasks.push({ startMs: startTime, lengthMs: duration })
  }).observe({ type: 'longtask', buffered: true })

  // No look at every picture here: making pictures that nothing changed would be a tenth of what a load costs.
  let hasRows = false
  const changes = new MutationObserver(() => {
    if (document.querySelector('.session-row') === null) return
    if (!hasRows) {
      hasRows = true
      requestAnimationFrame(() =>
        afterPaint(() => {
          probe.rowsAtMs = performance.now()
        }),
      )
    }
    if (document.querySelector('.link-live') === null) return
    changes.disconnect()
    requestAnimationFrame(() =>
      afterPaint(() => {
        const { pultBenchReady } = globalThis as { readonly pultBenchReady?: (afterMs: string) => void }
        pultBenchReady?.(String(performance.now()))
      }),
    )
  })
  changes.observe(document, { childList: true, subtree: true, attributeFilter: ['class'] })
  document.addEventListener(
    'keydown',
    ({ timeStamp, altKey, key }) => {
      if (altKey && key.startsWith('Arrow')) {
        const before = document.querySelector('section.chat')
        const entry: Probe['switches'][number] = { frameMs: 0, messagesMs: null }
        const another = (): Element | null => {
          const chat = document.querySelector('section.chat')
          return chat === before ? null : chat
        }
        once(
          () => another() !== null,
          () => {
            entry.frameMs = performance.now() - timeStamp
            probe.switches.push(entry)
          },
        )
        once(
          () => another()?.querySelector('li.line') instanceof Element,
          () => {
            entry.messagesMs = performance.now() - timeStamp
          },
        )
      }
      if (key.length === 1 && document.activeElement instanceof HTMLTextAreaElement) {
        const field = document.activeElement
        const before = field.value.length
        once(
          () => field.value.length > before,
          () => probe.letters.push(performance.now() - timeStamp),
        )
      }
    },
    { capture: true },
  )
}
