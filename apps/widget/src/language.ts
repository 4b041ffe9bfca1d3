/** The languages of the widget; each has a table in `words/`. */
export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

/**
 * The first of the wishes that we speak, English otherwise. A wish is a BCP 47 tag such as `ru-RU`, in any case;
 * the host's own wish comes first, then the visitor's browser.
 */
export function chooseLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const primary = wish?.trim().toLowerCase().split(/[-_]/)[0]
    const spoken = languages.find((language) => language === primary)
    if (spoken !== undefined) return spoken
  }
  return 'en'
}
