import { html, type Html } from './html.ts'

export type DocsLanguage = 'en' | 'ru'

/** The guides, in the order in which they are read. Each is `docs/<language>/<name>.md`. */
export const guides = {
  'getting-started': { en: 'Getting started', ru: 'С чего начать' },
  configuration: { en: 'Configuration', ru: 'Настройка' },
  machines: { en: 'Several machines', ru: 'Несколько машин' },
  scale: { en: 'Ten million clients', ru: 'Десять миллионов клиентов' },
  operators: { en: 'For operators', ru: 'Операторам' },
  supervisors: { en: 'For supervisors', ru: 'Супервизорам' },
  screens: { en: 'Every screen', ru: 'Все экраны' },
  admins: { en: 'For admins', ru: 'Администраторам' },
  flows: { en: 'Scenarios of bots', ru: 'Сценарии ботов' },
  models: { en: 'Bots by a language model', ru: 'Боты с языковой моделью' },
  integrating: { en: 'Integrating', ru: 'Встраивание' },
  protocol: { en: 'Your own cabinet', ru: 'Свой кабинет' },
  reliability: { en: 'What is promised', ru: 'Что обещано' },
  conformance: { en: 'Checking a deployment', ru: 'Проверка установки' },
} as const
export type GuideName = keyof typeof guides

const words = {
  en: {
    manual: 'Pult: the manual',
    reference: 'API reference',
    other: 'По-русски',
    cabinet: 'Cabinet',
    demo: 'Demo',
  },
  ru: {
    manual: 'Пульт: руководство',
    reference: 'Справочник API',
    other: 'In English',
    cabinet: 'Кабинет',
    demo: 'Пример',
  },
} as const

export const referenceTitles = {
  events: 'Events',
  commands: 'Commands',
  http: 'HTTP',
  errors: 'Errors and close codes',
  types: 'Types',
} as const

export interface PageOptions {
  readonly language: DocsLanguage
  /** Under `/docs/`, without an ending. */
  readonly path: string
  /** The same page in the other language, where there is one. */
  readonly otherPath: string
  readonly title: string
  readonly style: string
  readonly body: Html
}

/** A whole page: no script, no inline style, nothing from elsewhere. */
export function page({ language, path, otherPath, title, style, body }: PageOptions): string {
  const said = words[language]
  const link = (target: string, text: string): Html =>
    target === path
      ? html`<li><a href="/docs/${target}" aria-current="page">${text}</a></li>`
      : html`<li><a href="/docs/${target}">${text}</a></li>`
  const names = Object.keys(guides) as GuideName[]
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${said.manual}</title>
        <link rel="stylesheet" href="/${style}" />
      </head>
      <body>
        <a class="skip" href="#content">${title}</a>
        <nav aria-label="${said.manual}">
          <p class="brand">
            <a href="/docs/${language === 'en' ? '' : 'ru/getting-started'}">${said.manual}</a>
          </p>
          <ul>
            ${names.map((name) => link(`${language}/${name}`, guides[name][language]))}
          </ul>
          <p>${said.reference}</p>
          <ul>
            ${Object.entries(referenceTitles).map(([name, text]) => link(`reference/${name}`, text))}
          </ul>
          <ul class="doors">
            <li>
              <a
                href="/docs/${otherPath}"
                hreflang="${language === 'en' ? 'ru' : 'en'}"
                lang="${language === 'en' ? 'ru' : 'en'}"
                >${said.other}</a
              >
            </li>
            <li><a href="/">${said.cabinet}</a></li>
            <li><a href="/demo">${said.demo}</a></li>
          </ul>
        </nav>
        <main id="content">${body}</main>
      </body>
    </html> `.text
}
