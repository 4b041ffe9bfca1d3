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

const place = placeOfAddress(location.pathname, location.hash)
const words = document.currentScript?.dataset[language]
if (words !== undefined) askFor({ rel: 'modulepreload', href: words })
// The application asks who one is as its first deed, and takes this answer. Setting up asks afterwards, and "nobody" from before would stand.
if (place.name !== 'setup')
  askFor({ rel: 'preload', as: 'fetch', href: '/api/v1/me', crossOrigin: 'anonymous' })

// Who sat at the desk when this browser was last here most likely still does. Who does not sees the frame for a moment, and then the sign-in page.
const seat = kept.read('seat')
if (seat !== null && seat !== '' && place.name === 'desk') {
  root.dataset['shell'] = place.sessionId === null ? 'list' : 'chat'
  root.style.setProperty('--side', `${parseSide(browserKept(seatPrefix(seat)).read('side'))}px`)
}

function askFor(what: Partial<HTMLLinkElement>): void {
  document.head.append(Object.assign(document.createElement('link'), what))
}
