import { describe, expect, test } from 'bun:test'
import * as fc from 'fast-check'
import { articleIndexOf, findByWords, indexedArticle } from './article-index.ts'
import { CHUNK_CHARS_MAX, chunksOf } from './chunks.ts'
import { FakeEndpoint } from './fake-endpoint.fixture.ts'
import { articleOf, Conversation } from './model.fixture.ts'
import { excerptsOf, nameOf } from './retrieval.ts'

const shop = [
  articleOf(
    'art_1',
    'Возврат',
    '# Возврат обуви\n\nОбувь можно вернуть за 14 дней.\n\n## Деньги\n\nДеньги приходят на карту за три дня.',
  ),
  articleOf(
    'art_2',
    'Доставка',
    'Посылка в Сочи идёт три дня и стоит 300 рублей.\n\nПо Москве — на следующий день.',
  ),
  articleOf('art_3', 'Opening hours', 'The shop is open from nine to six. On holidays it is closed.'),
]
const index = articleIndexOf(shop.flatMap(indexedArticle))
const found = (question: string) => excerptsOf([findByWords(index, question, 10)]).map(nameOf)

const letters = (text: string): string => text.replace(/[^wordслово😀x]/gu, '')

describe('[MB4] articles', () => {
  test.each([
    ['Как мне вернуть туфли, то есть обувь?', 'Возврат › Возврат обуви'],
    ['когда придут деньги', 'Возврат › Возврат обуви › Деньги'],
    ['сколько стоит доставка в Сочи', 'Доставка'],
    ['are you open on holidays?', 'Opening hours'],
    ['достваки', 'Доставка'],
  ])('[MB4] %s', (question, title) => {
    expect(found(question)[0]).toBe(title)
  })

  test('[MB4] nothing is found by words that stand in any question, or by none', () => {
    for (const question of ['Здравствуйте!', 'what is it', '👍', '', 'квантовая хромодинамика'])
      expect(found(question)).toEqual([])
  })

  test('[MB4] pieces are short, in order, and no word is lost', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '# A\n',
            '\n\n',
            '\n',
            ' ',
            'word',
            'слово. ',
            'x'.repeat(1_200),
            '😀'.repeat(700),
            '\n## B\n',
          ),
          { maxLength: 40 },
        ),
        (parts) => {
          const body = parts.join('')
          const pieces = chunksOf(body)
          for (const { text } of pieces) {
            expect(text.length).toBeLessThanOrEqual(CHUNK_CHARS_MAX)
            expect(text.isWellFormed()).toBe(true)
            expect(text.trim()).toBe(text)
          }
          const kept = pieces.map(({ text }) => text).join('')
          for (const word of ['слово', 'x', '😀'])
            expect(letters(kept).split(word).length).toBeGreaterThanOrEqual(letters(body).split(word).length)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('[MB4] where the endpoint has vectors, articles are found by what they mean; where it has none, by their words', async () => {
    await using endpoint = new FakeEndpoint()
    // Two directions: of money, and of everything else.
    endpoint.embed = ({ body }) =>
      Response.json({
        data: (body.input ?? []).map((text, place) => ({
          index: place,
          embedding: /деньги|refund/i.test(text) ? [1, 0.1] : [0.1, 1],
        })),
        usage: { prompt_tokens: 10, total_tokens: 10 },
      })
    const client = new Conversation(
      { endpoint: endpoint.url, embeddingModel: 'vectors' },
      { articles: () => shop },
    )
    const excerpts = () =>
      endpoint.heard.findLast(({ path }) => path.endsWith('completions'))!.body.messages[0]!.content
    await client.says('Any refund?')
    expect(excerpts()).toContain('There are no excerpts')
    for (let round = 0; round < 100 && endpoint.heard.length < 3; round += 1) await Bun.sleep(10)
    await Bun.sleep(20)
    await client.says('Any refund at all?')
    expect(excerpts()).toContain('[1] Возврат › Возврат обуви › Деньги')
    expect(client.bot.state().tokensToday).toBeGreaterThanOrEqual(30)
    endpoint.embed = () => new Response(null, { status: 500 })
    await client.says('Что с доставкой?')
    expect(excerpts()).toContain('[1] Доставка')
    const before = endpoint.heard.length
    await client.says('А доставка в Сочи?')
    expect(endpoint.heard.slice(before).map(({ path }) => path)).toEqual(['/v1/chat/completions'])
  })

  test('[MB4] vectors are paid for once, whoever asks next', async () => {
    await using endpoint = new FakeEndpoint()
    const embedded: string[] = []
    endpoint.embed = ({ body }) => {
      embedded.push(...(body.input ?? []))
      return Response.json({ data: (body.input ?? []).map(() => ({ embedding: [1, 2] })) })
    }
    const articles = [articleOf('art_9', 'Weights', 'A boat weighs forty kilograms.')]
    const settings = { endpoint: endpoint.url, embeddingModel: 'once' }
    for (const question of ['How heavy?', 'How heavy is it?', 'Is it heavy?']) {
      await new Conversation(settings, { articles: () => articles }).says(question)
      await Bun.sleep(50)
    }
    expect(embedded.filter((text) => text.includes('forty'))).toHaveLength(1)
  })

  test('[MB4] a changed article is found as it is now', async () => {
    await using endpoint = new FakeEndpoint()
    let articles = shop
    const client = new Conversation({ endpoint: endpoint.url }, { articles: () => articles })
    await client.says('доставка')
    articles = [articleOf('art_2', 'Доставка', 'Доставка бесплатна.')]
    await client.says('доставка?')
    expect(endpoint.heard[1]!.body.messages[0]!.content).toContain('Доставка бесплатна.')
  })
})
