/** Whom the cabinet is walked through with: a shop that sells teapots, in one language. */
import type { Page } from 'playwright-core'
import { claimsFor, signIdentity } from '../../../packages/conformance/src/scenarios/hello-identity.ts'
import { drawTeapot } from '../drawing.ts'
import { ADMIN, openApiClient, type Admin, type ApiClient } from '../pult.ts'

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

const said = {
  en: {
    anna: 'Anna Pearson',
    boris: 'Boris Orlov',
    vera: 'Vera Lind',
    gone: 'Left the company.',
    channel: 'Tea shop',
    group: 'Support',
    call: 'An operator, please',
    names: ['Emma Larsen', 'Oliver Smith', 'Petra Novák', 'Hiro Tanaka', 'Fatima Haddad'],
    asked: [
      'Good morning! My teapot came with a crack at the spout.',
      'When do you deliver to Bornholm?',
      'Is the red kettle in stock? I need two by Friday.',
      'The bill is made out to the wrong company.',
      'Could I change the address of my order?',
    ],
    details: 'Order 10542, see https://example.com/orders/10542',
    picture: 'This is how it came',
    answer: 'Good morning! I am sorry to hear that. We replace it at no charge.',
    late: 'May I keep the lid?',
    half: 'Of course, the new one is on',
    note: 'The whole batch of blue ones cracks: see with the warehouse.',
    tags: ['replacement', 'vip'],
    bot: { name: 'Lucía Ferrer', asks: 'What are your opening hours?' },
    past: { name: 'Noah Weber', asks: 'Thank you, the second parcel came today!', reason: 'Solved' },
    about: { email: 'emma.larsen@example.com', phone: '+45 20 12 34 56', language: 'da' },
    attributes: { Plan: 'Trade', Orders: '14' },
    page: { url: 'https://example.com/teapots/blue', title: 'Blue teapot, 1.2 l' },
    canned: [
      ['hello', 'Greeting', 'Hello, {client.name}! This is {operator.name}. How can I help?'],
      ['delivery', 'Delivery', 'We deliver within three working days; islands take two days more.'],
      ['replace', 'Replacement', 'We replace it at no charge. May I ask for a picture of it?'],
    ],
  },
  ru: {
    anna: 'Анна Петрова',
    boris: 'Борис Орлов',
    vera: 'Вера Линд',
    gone: 'Больше не работает у нас.',
    channel: 'Чайная лавка',
    group: 'Поддержка',
    call: 'Позовите оператора',
    names: ['Эмма Ларсен', 'Олег Кузнецов', 'Мария Иванова', 'Ли Вэй', 'Фатима Хаддад'],
    asked: [
      'Доброе утро! Чайник пришёл с трещиной у носика.',
      'Когда доставите в Калининград?',
      'Красный чайник есть в наличии? Нужны два к пятнице.',
      'Счёт выписан не на ту компанию.',
      'Можно поменять адрес в заказе?',
    ],
    details: 'Заказ 10542, вот он: https://example.com/orders/10542',
    picture: 'Вот таким он пришёл',
    answer: 'Доброе утро! Мне очень жаль. Заменим бесплатно.',
    late: 'А крышку можно оставить?',
    half: 'Конечно, новый уже в',
    note: 'Трескается вся синяя партия: спросить на складе.',
    tags: ['замена', 'vip'],
    bot: { name: 'Лусия Феррер', asks: 'Когда вы открыты?' },
    past: { name: 'Ной Вебер', asks: 'Спасибо, вторая посылка пришла сегодня!', reason: 'Решено' },
    about: { email: 'emma.larsen@example.com', phone: '+45 20 12 34 56', language: 'da' },
    attributes: { Тариф: 'Опт', Заказов: '14' },
    page: { url: 'https://example.com/teapots/blue', title: 'Чайник синий, 1,2 л' },
    canned: [
      ['привет', 'Приветствие', 'Здравствуйте, {client.name}! Это {operator.name}. Чем помочь?'],
      ['доставка', 'Доставка', 'Доставляем за три рабочих дня, на острова на два дня дольше.'],
      ['замена', 'Замена', 'Заменим бесплатно. Пришлёте фотографию?'],
    ],
  },
} as const

export interface Shop {
  /** An admin who answers: everything is open to them. */
  readonly anna: string
  /** A supervisor. */
  readonly vera: string
  /** A colleague who is made to leave in every way there is. */
  readonly boris: { readonly id: string; readonly email: string }
  readonly said: (typeof said)[Language]
  /** The shop's site knows its clients, and says who they are. */
  readonly vouch: (name: string) => Promise<string>
}

/** Anna may hold all the chats but one: what is too much waits in Help. */
const CAPACITY = said.en.names.length - 1

export async function openShop(root: Admin, language: Language): Promise<Shop> {
  const words = said[language]
  const { items: groups } = await root.read<{ items: readonly { readonly id: string }[] }>('/groups')
  const groupId = groups[0]?.id
  const emailOf = (name: string) => `${name}.${language}@example.com`
  const anna = emailOf('anna')
  await root.command('createOperator', {
    name: words.anna,
    email: anna,
    role: 'admin',
    password: ADMIN.password,
    groupIds: [groupId],
    capacity: CAPACITY,
    watchesBotSessions: true,
  })
  const { items: channels } = await root.read<{ items: readonly { readonly id: string }[] }>('/channels')
  const channelId = channels[0]?.id ?? ''
  const renamed = { channelId, name: words.channel, rotateSecret: true }
  const { channelSecret } = await root.command('updateChannel', renamed)
  const limits = { timerFirstAnswer: 300, timerNextAnswers: 600 }
  await root.command('updateGroup', { groupId, name: words.group, ...limits })
  for (const [shortcut, title, body] of words.canned)
    await root.command('createCannedReply', { shortcut, title, body })
  const vera = emailOf('vera')
  await root.addOperator({ name: words.vera, email: vera, role: 'supervisor' })
  const email = emailOf('boris')
  const id = await root.addOperator({ name: words.boris, email })
  return {
    anna,
    vera,
    said: words,
    boris: { id, email },
    vouch: (name) =>
      signIdentity(String(channelSecret), { ...claimsFor(channelId, `${language}-${name}`), name }),
  }
}

/** Everybody writes; the first of them at some length and with a picture, and is answered by whoever has the chat. Who that is. */
export async function fillShop(url: string, root: Admin, shop: Shop, page: Page): Promise<ApiClient> {
  const { said } = shop
  const comes = async (name: string, texts: readonly string[]) => {
    const client = await openApiClient(url, await shop.vouch(name))
    for (const body of texts) await client.command('sendMessage', { body })
    // Who has no connection has a page only with a session.
    await client.command('setPage', said.page)
    return client
  }
  const past = await comes(said.past.name, [said.call, said.past.asks])
  await root.command('closeSession', { sessionId: await past.sessionId(root), reason: said.past.reason })
  await comes(said.bot.name, [said.bot.asks])
  const [first, ...others] = said.names
  const emma = await comes(first, [said.call, said.asked[0], said.details])
  const image = await emma.upload(new File([await drawTeapot(page)], 'teapot.png', { type: 'image/png' }))
  await emma.command('sendMessage', { body: said.picture, attachments: [image] })
  await root.command('updateClient', {
    clientId: emma.clientId,
    ...said.about,
    attributes: said.attributes,
  })
  const sessionId = await emma.sessionId(root)
  await root.command('addNote', { sessionId, body: said.note })
  await root.command('setTags', { sessionId, tags: said.tags })
  for (const [index, name] of others.entries()) await comes(name, [said.call, said.asked[index + 1] ?? ''])
  return emma
}
