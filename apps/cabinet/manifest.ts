/** What a device is told of a cabinet that is installed on it; one a language, since a manifest speaks one. */
export interface ManifestIcons {
  readonly icon192: string
  readonly icon512: string
  readonly maskable: string
}

const sayings = {
  en: { name: 'Pult: chats with clients', short: 'Pult', description: 'The operator’s desk.' },
  ru: { name: 'Пульт: чаты с клиентами', short: 'Пульт', description: 'Рабочее место оператора.' },
} as const
export type ManifestLanguage = keyof typeof sayings
export const manifestLanguages = Object.keys(sayings) as readonly ManifestLanguage[]

/** `icons` are addresses on the host. The colours are those of the ground in the light theme: one manifest has one. */
export function manifestOf(language: ManifestLanguage, icons: ManifestIcons): string {
  const { name, short, description } = sayings[language]
  return JSON.stringify({
    // The same application in every language.
    id: '/',
    lang: language,
    name,
    short_name: short,
    description,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: GROUND.light,
    theme_color: GROUND.light,
    icons: [
      png(icons.icon192, 192, 'any'),
      png(icons.icon512, 512, 'any'),
      png(icons.maskable, 512, 'maskable'),
    ],
  })
}

function png(src: string, px: number, purpose: string) {
  return { src, sizes: `${px}x${px}`, type: 'image/png', purpose }
}

/** `--ground` of styles/tokens.css; a test compares them. */
export const GROUND = { light: '#f1f4f6', dark: '#0b0f11' } as const
