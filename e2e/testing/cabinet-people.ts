/** Whom the cabinet is walked through with: a shop that sells teapots, in one language. */
import { ADMIN, openApiClient, type Admin } from './pult.ts'

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

const said = {
  en: {
    anna: 'Anna Pearson',
    boris: 'Boris Orlov',
    call: 'An operator, please',
    names: ['Emma Larsen', 'Oliver Smith', 'Petra Novák', 'Hiro Tanaka', 'Fatima Haddad'],
    asked: [
      'Good morning! My teapot came with a crack at the spout.',
      'When do you deliver to Bornholm?',
      'Is the red kettle in stock? I need two by Friday.',
      'The bill is made out to the wrong company.',
      'Thank you, the second parcel came today!',
    ],
    details: 'Order 10542, see https://example.com/orders/10542',
    answer: 'Good morning! I am sorry to hear that. We replace it at no charge.',
    note: 'The whole batch of blue ones cracks: see with the warehouse.',
    tags: ['replacement', 'vip'],
    city: 'Bornholm',
  },
  ru: {
    anna: 'Анна Петрова',
    boris: 'Борис Орлов',
    call: 'Позовите оператора',
    names: ['Эмма Ларсен', 'Олег Кузнецов', 'Мария Иванова', 'Ли Вэй', 'Фатима Хаддад'],
    asked: [
      'Доброе утро! Чайник пришёл с трещиной у носика.',
      'Когда доставите в Калининград?',
      'Красный чайник есть в наличии? Нужны два к пятнице.',
      'Счёт выписан не на ту компанию.',
      'Спасибо, вторая посылка пришла сегодня!',
    ],
    details: 'Заказ 10542, вот он: https://example.com/orders/10542',
    answer: 'Доброе утро! Мне очень жаль. Заменим бесплатно.',
    note: 'Трескается вся синяя партия: спросить на складе.',
    tags: ['замена', 'vip'],
    city: 'Калининград',
  },
} as const

export interface Shop {
  /** An admin who answers: everything is open to them. */
  readonly anna: string
  /** A colleague who is made to leave in every way there is. */
  readonly boris: { readonly id: string; readonly email: string }
  readonly said: (typeof said)[Language]
}

/** Anna may hold all the chats but one: what is too much waits in Help. */
const CAPACITY = said.en.names.length - 1

export async function openShop(root: Admin, language: Language): Promise<Shop> {
  const words = said[language]
  const { items: groups } = await root.read<{ items: readonly { readonly id: string }[] }>('/groups')
  const groupId = groups[0]?.id
  const anna = `anna.${language}@example.com`
  await root.command('createOperator', {
    name: words.anna,
    email: anna,
    role: 'admin',
    password: ADMIN.password,
    groupIds: [groupId],
    capacity: CAPACITY,
  })
  await root.command('updateGroup', { groupId, timerFirstAnswer: 300, timerNextAnswers: 600 })
  const email = `boris.${language}@example.com`
  return { anna, said: words, boris: { id: await root.addOperator({ name: words.boris, email }), email } }
}

/** Everybody writes; the first of them at some length, and is answered by whoever has the chat. */
export async function fillShop(url: string, root: Admin, shop: Shop): Promise<void> {
  for (const [index, name] of shop.said.names.entries()) {
    const client = await openApiClient(url)
    await client.command('sendMessage', { body: shop.said.call })
    await client.command('sendMessage', { body: shop.said.asked[index] ?? '' })
    await root.command('updateClient', { clientId: client.clientId, name })
    if (index > 0) continue
    await client.command('sendMessage', { body: shop.said.details })
    const { items } = await root.read<{ items: readonly { readonly id: string }[] }>(
      `/sessions?clientId=${client.clientId}`,
    )
    const sessionId = items[0]?.id
    await root.command('addNote', { sessionId, body: shop.said.note })
    await root.command('setTags', { sessionId, tags: shop.said.tags })
  }
}
