import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Attachment } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { nextRate, playTime, type PlayRate } from './play-time.ts'

/** One voice at a time: whoever begins stops the one before. */
let speaking: HTMLAudioElement | null = null
/** Who likes it fast likes every voice fast. */
const rate = signal<PlayRate>(1)

/** A voice message: play and stop, where it is and how long, how fast. */
export function VoiceView(props: {
  readonly attachment: Attachment
  /** Checked. */
  readonly address: string
  readonly onBroken: () => void
}) {
  const { attachment, onBroken } = props
  const words = useWords()
  const audio = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  // A link that is made anew does not cut short what is being heard.
  const [address, setAddress] = useState(props.address)
  if (!isPlaying && address !== props.address) setAddress(props.address)
  const [atSeconds, setAt] = useState(0)
  // What a recorder writes while it records does not know its own length.
  const [length, setLength] = useState((attachment.durationMs ?? 0) / 1000)
  const speed = rate.value

  useEffect(() => {
    if (audio.current !== null) audio.current.playbackRate = speed
  }, [speed])
  useEffect(() => {
    const element = audio.current
    return () => element?.pause()
  }, [])

  function toggle(): void {
    const element = audio.current
    if (element === null) return
    if (!element.paused) {
      element.pause()
      return
    }
    if (speaking !== element) speaking?.pause()
    speaking = element
    element.playbackRate = rate.peek()
    // Refused where the file cannot be played, which its own event says too.
    element.play().catch(() => undefined)
  }
  return (
    <div class="voice">
      <audio
        ref={audio}
        src={address}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={({ currentTarget: { duration } }) => {
          if (Number.isFinite(duration)) setLength(duration)
        }}
        onError={onBroken}
      />
      <button
        type="button"
        class="primary voice-play"
        aria-label={words.say(isPlaying ? 'voice.pause' : 'voice.play')}
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <input
        type="range"
        class="voice-line"
        min={0}
        max={Math.max(length, atSeconds, 0.1)}
        step={0.1}
        value={atSeconds}
        aria-label={words.say('voice.place')}
        aria-valuetext={playTime(atSeconds)}
        disabled={length === 0}
        // Arrows move the voice here, and not the messages around it.
        onKeyDown={(event) => event.stopPropagation()}
        onInput={(event) => {
          const to = Number(event.currentTarget.value)
          if (audio.current !== null) audio.current.currentTime = to
          setAt(to)
        }}
      />
      <span class="voice-time digits">{playTime(isPlaying || atSeconds > 0 ? atSeconds : length)}</span>
      <button
        type="button"
        class="quiet small voice-rate digits"
        aria-label={words.say('voice.speed', { rate: speed })}
        onClick={() => {
          rate.value = nextRate(speed)
        }}
      >
        {speed}×
      </button>
    </div>
  )
}
