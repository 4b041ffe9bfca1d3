import { useApp } from '../parts/context.ts'
import { languages, type Language } from '../words/words.ts'
import type { Theme } from '../first/theme.ts'

const names: { readonly [L in Language]: string } = { en: 'English', ru: 'Русский' }
const themes: readonly Theme[] = ['auto', 'light', 'dark']

/** Language and colours: chosen once, kept in this browser. Each language is named in itself. */
export function Preferences() {
  const app = useApp()
  const words = app.words.value
  return (
    <div class="preferences">
      <select
        aria-label={words.say('app.language')}
        value={words.language}
        onChange={(event) => {
          const chosen = languages.find((language) => language === event.currentTarget.value)
          if (chosen !== undefined) app.setLanguage(chosen)
        }}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {names[language]}
          </option>
        ))}
      </select>
      <select
        aria-label={words.say('app.theme')}
        value={app.theme.value}
        onChange={(event) => {
          const chosen = themes.find((theme) => theme === event.currentTarget.value)
          if (chosen !== undefined) app.setTheme(chosen)
        }}
      >
        {themes.map((theme) => (
          <option key={theme} value={theme}>
            {words.say(`app.theme.${theme}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
