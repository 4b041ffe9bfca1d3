import type { PushPayload } from '@pult/protocol'

export type PushLanguage = 'en' | 'ru'

interface PushWords {
  /** Titles with a client's name, and without where nobody's name may be shown. */
  readonly title: { readonly [K in PushPayload['kind']]: (name: string) => string }
  readonly plainTitle: { readonly [K in PushPayload['kind']]: string }
  /** In place of a message that has no words. */
  readonly file: string
}

/** [W1] What a person reads on a locked screen, one table a language. A sentence that is missing does not compile. */
export const pushWords: { readonly [L in PushLanguage]: PushWords } = {
  en: {
    title: {
      message: (name) => name,
      assigned: (name) => `New chat: ${name}`,
      help: (name) => `${name} is waiting in Help`,
    },
    plainTitle: {
      message: 'A new message in your chat',
      assigned: 'You have a new chat',
      help: 'A client is waiting in Help',
    },
    file: 'A file',
  },
  ru: {
    title: {
      message: (name) => name,
      assigned: (name) => `Новый чат: ${name}`,
      help: (name) => `${name} ждёт в «Помощи»`,
    },
    plainTitle: {
      message: 'Новое сообщение в вашем чате',
      assigned: 'У вас новый чат',
      help: 'В «Помощи» ждёт клиент',
    },
    file: 'Файл',
  },
}
