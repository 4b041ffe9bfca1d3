import { signal, type ReadonlySignal } from '@preact/signals'
import type { Kind } from './kinds.ts'

/** One tone of a call: when it begins, how high, how long, how loud beside the others. */
interface Tone {
  readonly atMs: number
  readonly hz: number
  readonly ms: number
  readonly gain: number
}

export type Sound = Kind | 'idle'

const tone = (atMs: number, hz: number, ms: number, gain = 1): Tone => ({ atMs, hz, ms, gain })

/**
 * Each kind can be told from the others with one's back to the screen: what comes rises, what is lost falls, what presses repeats; and the
 * more often it is heard, the softer it is.
 */
export const scores: { readonly [S in Sound]: readonly Tone[] } = {
  newChat: [tone(0, 659, 160), tone(110, 880, 160), tone(220, 1319, 420)],
  message: [tone(0, 880, 120, 0.8), tone(90, 1175, 300, 0.7)],
  onScreen: [tone(0, 1568, 90, 0.25)],
  help: [tone(0, 587, 180), tone(160, 587, 180), tone(320, 784, 380)],
  soon: [tone(0, 988, 130, 0.8), tone(260, 988, 220, 0.8)],
  late: [tone(0, 1047, 150), tone(170, 1047, 150), tone(340, 1047, 150), tone(510, 784, 380)],
  lost: [tone(0, 523, 220), tone(200, 392, 260), tone(420, 294, 460)],
  idle: [tone(0, 784, 240, 0.8), tone(280, 659, 240, 0.8), tone(560, 784, 400, 0.8)],
}

/** Below it an ear hears the beginning as a click. */
const ATTACK_S = 0.012
/** The loudest that a call may be: two that meet stay below what distorts. */
const GAIN_MAX = 0.35
/** A device that sounds nothing costs a battery nothing. */
const REST_MS = 4_000

export interface Sounds {
  /** Browsers let a page sound after it was pressed once. */
  readonly unlocked: ReadonlySignal<boolean>
  /** `volume`: 0 to 1. False: the browser does not let us yet. */
  play(sound: Sound, volume: number): boolean
  stop(): void
}

/** Made of oscillators alone: no file is loaded, and none can be missing. A browser without Web Audio stays silent. */
export function createSounds(): Sounds {
  const unlocked = signal(mayAlready())
  let context: AudioContext | null = null
  let resting: ReturnType<typeof setTimeout> | undefined

  function onGesture(): void {
    if (!mayAlready()) return
    unlocked.value = true
    unwatch()
  }
  function unwatch(): void {
    for (const name of gestures) document.removeEventListener(name, onGesture, true)
  }
  for (const name of gestures) document.addEventListener(name, onGesture, { capture: true, passive: true })
  onGesture()

  function rest(device: AudioContext): void {
    clearTimeout(resting)
    resting = setTimeout(() => void device.suspend(), REST_MS)
  }

  return {
    unlocked,
    play(sound, volume) {
      if (!mayAlready() || !('AudioContext' in globalThis)) return false
      const device = (context ??= new AudioContext())
      void device.resume()
      for (const one of scores[sound]) strike(device, one, volume)
      rest(device)
      return true
    },
    stop() {
      unwatch()
      clearTimeout(resting)
      void context?.close()
      context = null
    },
  }
}

const gestures = ['pointerup', 'keydown'] as const

function mayAlready(): boolean {
  return 'userActivation' in navigator && navigator.userActivation.hasBeenActive
}

/** A soft bell: a sine with its octave above, fading as a struck thing does. */
function strike(device: AudioContext, { atMs, hz, ms, gain }: Tone, volume: number): void {
  const begin = device.currentTime + 0.02 + atMs / 1000
  const end = begin + ms / 1000
  for (const [times, share] of [
    [1, 1],
    [2, 0.18],
  ] as const) {
    const oscillator = new OscillatorNode(device, { type: 'sine', frequency: hz * times })
    const level = new GainNode(device, { gain: 0 })
    level.gain.setValueAtTime(0, begin)
    // Loudness is heard as a power of what is sent.
    level.gain.linearRampToValueAtTime(GAIN_MAX * share * gain * volume ** 2, begin + ATTACK_S)
    level.gain.exponentialRampToValueAtTime(0.0001, end)
    oscillator.connect(level).connect(device.destination)
    oscillator.start(begin)
    oscillator.stop(end)
  }
}
