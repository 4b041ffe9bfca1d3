import { useComputed } from '@preact/signals'
import type { Coordinates } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { OutLink } from '../parts/text.tsx'
import type { Words } from '../words/words.ts'
import { LazyMap } from './map/lazy-map.tsx'
import { isDaylight, sunAt } from './map/sun.ts'
import { localTimeOf, pinOf, placeOf } from './local-time.ts'
import { PanelSection } from './panel-section.tsx'

/** Where the client is and what time it is there: whether now is a moment to promise a call. */
export function PlaceSection({ coordinates }: { readonly coordinates: Coordinates | null | undefined }) {
  const desk = useDesk()
  const words = useWords()
  // By the minute: nothing here is finer.
  const minute = useComputed(() => Math.floor((desk.nowMs.value + desk.state.clockOffsetMs.value) / 60_000))
  const nowMs = minute.value * 60_000
  const place = placeOf(coordinates)
  const pin = pinOf(coordinates)
  const local = localTimeOf(coordinates, nowMs, words.language)
  if (place === null && pin === null && local === null) return null
  const day = pin === null ? null : isDaylight(pin, sunAt(nowMs))
  return (
    <PanelSection part="place" title={words.say('panel.place')}>
      {pin !== null && (
        <LazyMap pin={pin} nowMs={nowMs} label={words.say('panel.map', { place: place ?? '' })} />
      )}
      {place !== null && <p class="place-name">{place}</p>}
      {local !== null && (
        <p class="place-time">
          {day !== null && (
            <span class={day ? 'is-day' : 'is-night'} title={words.say(day ? 'panel.day' : 'panel.night')}>
              <Icon name={day ? 'sun' : 'moon'} small />
              <span class="unseen">{words.say(day ? 'panel.day' : 'panel.night')}</span>
            </span>
          )}
          <time>{local.time}</time>
          <span class="dim">
            {local.weekday !== null && `${local.weekday}, `}
            {sayOffset(local.aheadMinutes, words)}
          </span>
        </p>
      )}
      {/* The licence of the data asks for it where places are shown. */}
      <p class="place-source">
        <OutLink href="https://db-ip.com" text={words.say('panel.place.source')} />
      </p>
    </PanelSection>
  )
}

function sayOffset(aheadMinutes: number, words: Words): string {
  if (aheadMinutes === 0) return words.say('panel.sameTime')
  const whole = Math.abs(aheadMinutes)
  const hours = Math.floor(whole / 60)
  const parts = [
    hours === 0 ? '' : words.say('panel.hours', { hours }),
    whole % 60 === 0 ? '' : words.say('panel.minutes', { minutes: whole % 60 }),
  ]
  const time = parts.filter((part) => part !== '').join(' ')
  return words.say(aheadMinutes > 0 ? 'panel.ahead' : 'panel.behind', { time })
}
