/**
 * Runs before the first picture, and is therefore a file of its own and tiny: the picture has the colours and the frame that the reader is used
 * to, and the words of their language come together with the application and not after it.
 */
import { placeOfAddress } from '../desk/place.ts'
import { parseSide } from '../desk/side-width.ts'
import { browserKept, KEPT_PREFIX, seatPrefix } from '../store/kept.ts'
import { pickLanguage } from '../words/words.ts'
import { showTheme, themeOf } from './theme.ts'

const kept = browserKept(KEPT_PREFIX)
const root = document.documentElement
const language = pickLanguage(kept.read('language'), navigator.languages)
root.lang = language
showTheme(themeOf(kept.read('theme')), root)

const words = document.currentScript?.dataset[language]
if (words !== undefined) {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = words
  document.head.append(link)
}

// Who sat at the desk when this browser was last here most likely still does. Who does not sees the frame for a moment, and then the sign-in page.
const seat = kept.read('seat')
const place = placeOfAddress(location.pathname, location.hash)
if (seat !== null && seat !== '' && place.name === 'desk') {
  root.dataset['shell'] = place.sessionId === null ? 'list' : 'chat'
  root.style.setProperty('--side', `${parseSide(browserKept(seatPrefix(seat)).read('side'))}px`)
}
