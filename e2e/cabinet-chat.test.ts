/** A long chat in the cabinet, with a client on the other side who writes through the SDK. */
import { afterAll, beforeAll, expect } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { createVisitorClient, type VisitorClient } from '../packages/client/src/index.ts'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { drawPlain } from './testing/drawing.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { openOperator, type Operator } from './testing/operator.ts'
import { openAdmin } from './testing/pult.ts'
import { toneFile } from './testing/sound.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'
const BORIS = 'boris@example.com'
/** Six pages of the history, and nearly twice what the list ever draws. */
const MANY = 300
/** As the cabinet draws at most; see apps/cabinet/SPEC.md, M11. */
const LINES_MAX = 160
/** Pixels of one turn of the wheel. */
const TURN_PX = 250

describeInChromium('a chat in the cabinet', () => {
  let stage: Stage
  let anna: Operator
  let boris: Operator
  let visitor: VisitorClient
  let sessionId: string

  beforeAll(async () => {
    stage = await openStage()
    const admin = await openAdmin(stage.pult.url)
    await admin.addOperator({ name: 'Anna', email: ANNA })
    await admin.addOperator({ name: 'Boris', email: BORIS, role: 'supervisor' })
  }, STEP_MS)
  afterAll(async () => {
    visitor?.close()
    await stage[Symbol.asyncDispose]()
  })

  step('[M12] who opens a chat with much unread begins at the first unread message', async () => {
    anna = await stage.atWork(ANNA)
    visitor = createVisitorClient({ url: stage.pult.url, channelKey: await demoKey(stage.pult.url) })
    visitor.connect()
    await visitor.sendMessage({ body: 'I have a question about the blue teapot' }).sent
    const offer = await offered(visitor)
    await visitor.sendMessage({ body: 'Call an operator', actionId: offer }).sent
    // In portions that the outbox takes.
    for (let from = 0; from < MANY; from += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, at) => visitor.sendMessage({ body: `Thought ${from + at}.` }).sent),
      )
    sessionId = String(visitor.state.session?.id)
    await sees(anna.rows.filter({ hasText: `Thought ${MANY - 1}.` }))
    await anna.rows.getByRole('link').click()
    await sees(anna.page.getByText('New messages'))
    await sees(anna.page.getByRole('button', { name: 'To the newest' }))
    expect(await isInSight(line(`Thought ${MANY - 1}.`))).toBe(false)
  })

  step('[M7] the end in sight is what counts as read', async () => {
    expect(visitor.state.messages.at(-1)?.readAt ?? null).toBeNull()
    await anna.page.getByRole('button', { name: 'To the newest' }).click()
    await eventually(() => isInSight(line(`Thought ${MANY - 1}.`)), true)
    await eventually(async () => (visitor.state.messages.at(-1)?.readAt ?? null) !== null, true)
    await seesNoMore(anna.page.getByRole('button', { name: 'To the newest' }))
  })

  step('[M11] scrolling up loads what was before, and what one reads does not move', async () => {
    await putPointerOverList(anna.page)
    const jumps: number[] = []
    for (let turns = 0; turns < 200 && !(await line('Thought 20.').isVisible()); turns += 1)
      jumps.push(await turnWheel(anna.page, -TURN_PX))
    await sees(line('Thought 20.'))
    // A turn of the wheel moves what is in sight by as much as was turned, whatever came in above; less only at the very top.
    expect(jumps.length).toBeGreaterThan(20)
    expect(Math.max(...jumps)).toBeLessThanOrEqual(TURN_PX + 1)
    expect(jumps.slice(0, -3).filter((moved) => moved < TURN_PX - 1)).toEqual([])
    expect(await anna.page.locator('[data-line]').count()).toBeLessThanOrEqual(LINES_MAX)
  })

  step('[M11] the beginning is said, and the session’s own beginning with it', async () => {
    for (let turns = 0; turns < 20; turns += 1) await turnWheel(anna.page, -800)
    await sees(anna.page.getByText('This is where the conversation begins.'))
    await sees(anna.page.getByText('The session began.'))
  })

  step('[M17] how the chat came here stands between the messages', async () => {
    await sees(anna.page.getByText('The bot called an operator.'))
    await sees(anna.page.getByText('Assigned to Anna by routing: least loaded.'))
  })

  step('[M13] the button that was pressed is known among the bot’s buttons', async () => {
    const button = anna.page.getByRole('list', { name: 'Buttons that the client sees' }).first()
    await sees(button.getByText('The client pressed this button'))
  })

  step('[M12] what comes while one reads further up is counted, and moves nothing', async () => {
    const before = await topLine(anna.page)
    await visitor.sendMessage({ body: 'Are you there?' }).sent
    await visitor.sendMessage({ body: 'Hello?' }).sent
    await sees(anna.page.getByRole('button', { name: 'To the newest' }).filter({ hasText: '2 new' }))
    expect(await topLine(anna.page)).toEqual(before)
    await anna.page.getByRole('button', { name: 'To the newest' }).click()
    await sees(line('Hello?'))
  })

  step('[M18] a quote leads to its message, which is loaded for it, and back', async () => {
    const old = await quotable(visitor, 'Thought 30.')
    await visitor.sendMessage({ body: 'As I said', replyTo: old }).sent
    // From a page that has only the newest messages.
    await anna.page.reload()
    await sees(line('As I said'))
    expect(await line('Thought 30.').filter({ hasNotText: 'As I said' }).count()).toBe(0)
    await anna.page.getByRole('button', { name: /In reply to/ }).click()
    await eventually(
      () => isInSight(anna.page.locator('.line.found').filter({ hasText: 'Thought 30.' })),
      true,
    )
    await anna.page.getByRole('button', { name: 'Back to where I was' }).click()
    await eventually(() => isInSight(line('As I said')), true)
    await seesNoMore(anna.page.getByRole('button', { name: 'To the newest' }))
  })

  step('[M16] words are searched for, hits are counted, gone through and marked', async () => {
    await anna.page.keyboard.press('Control+f')
    const search = anna.page.getByRole('search', { name: 'Search in this chat' })
    await sees(search)
    await anna.page.keyboard.type('teapots')
    await sees(search.getByText('1 of 1'))
    await eventually(
      () => isInSight(anna.page.locator('.line.found').filter({ hasText: 'the blue teapot' })),
      true,
    )
    expect(await marked(anna.page)).toEqual(['teapot'])
    await search.getByRole('searchbox').fill('thought 77')
    await sees(anna.page.locator('.line.found').filter({ hasText: 'Thought 77.' }))
    await search.getByRole('searchbox').fill('thought')
    await sees(search.getByText('1 of 50+'))
    await anna.page.keyboard.press('Enter')
    await sees(search.getByText('2 of 50+'))
    await sees(anna.page.locator('.line.found').filter({ hasText: `Thought ${MANY - 2}.` }))
    await search.getByRole('searchbox').fill('zebra')
    await sees(search.getByText('Nothing found'))
    await anna.page.keyboard.press('Escape')
    await seesNoMore(search)
    expect(await marked(anna.page)).toEqual([])
    // Escape closed the search, and not the chat.
    await sees(anna.field)
  })

  step('[M15] pictures have their box before they come, and open in a viewer with all of them', async () => {
    const [red, blue] = [
      await drawPlain(anna.page, 900, 600, 'red'),
      await drawPlain(anna.page, 300, 300, 'blue'),
    ]
    for (const [name, bytes] of [
      ['red.png', red],
      ['blue.png', blue],
    ] as const) {
      const { id } = await visitor.upload(new File([bytes], name, { type: 'image/png' }))
      await visitor.sendMessage({ body: '', attachments: [id] }).sent
    }
    const small = anna.page.getByRole('button', { name: 'Image red.png' })
    await sees(small)
    expect(
      await small.locator('img').evaluate((img: HTMLElement) => [img.offsetWidth, img.offsetHeight]),
    ).toEqual([320, 213])
    await small.click()
    const viewer = anna.page.getByRole('dialog', { name: 'Picture' })
    await sees(viewer.getByText('1 of 2'))
    await anna.page.keyboard.press('ArrowRight')
    await sees(viewer.getByText('2 of 2'))
    await sees(viewer.getByRole('img', { name: 'Image blue.png' }))
    await anna.page.keyboard.press('+')
    await sees(viewer.getByText('150 %'))
    expect(await viewer.getByRole('link', { name: 'Save' }).getAttribute('download')).toBe('blue.png')
    await anna.page.keyboard.press('Escape')
    await seesNoMore(viewer)
    await sees(anna.field)
  })

  step('[M15] a voice is played, moved in and made faster; a second one silences the first', async () => {
    for (const name of ['one.wav', 'two.wav']) {
      const { id } = await visitor.upload(toneFile(name, 8))
      await visitor.sendMessage({ body: name, attachments: [id] }).sent
    }
    const one = line('one.wav')
    const two = line('two.wav')
    await sees(one.locator('.voice-time').getByText('0:08'))
    await one.getByRole('button', { name: 'Play the voice message' }).click()
    await sees(one.getByRole('button', { name: 'Pause' }))
    await eventually(async () => Number(await one.getByRole('slider').inputValue()) > 0.2, true)
    await two.getByRole('button', { name: 'Play the voice message' }).click()
    await sees(two.getByRole('button', { name: 'Pause' }))
    await sees(one.getByRole('button', { name: 'Play the voice message' }))
    await two.getByRole('button', { name: 'Pause' }).click()
    await two.getByRole('slider').fill('5')
    await sees(two.locator('.voice-time').getByText('0:05'))
    await two.getByRole('button', { name: 'Speed: 1×' }).click()
    await sees(one.getByRole('button', { name: 'Speed: 1.5×' }))
    expect(await two.locator('audio').evaluate((audio: HTMLAudioElement) => audio.playbackRate)).toBe(1.5)
  })

  step('what was changed shows what stood there before; what was deleted leaves a quiet line', async () => {
    const { messageId } = await visitor.sendMessage({ body: 'At teh noon' }).sent
    await visitor.command('editMessage', { messageId, body: 'At noon' })
    const gone = await visitor.sendMessage({ body: 'Not for you' }).sent
    await sees(line('Not for you'))
    await visitor.command('deleteMessage', { messageId: gone.messageId })
    await sees(line('Message deleted'))
    await seesNoMore(line('Not for you'))
    await line('At noon').getByRole('button', { name: 'edited' }).click()
    const before = anna.page.getByRole('dialog', { name: 'What stood here before' })
    await sees(before.getByText('At teh noon'))
    await anna.page.keyboard.press('Escape')
    await seesNoMore(before)
    await sees(anna.field)
  })

  step('[M14] a long text is folded, and opened on demand', async () => {
    const lines = Array.from({ length: 90 }, (_, at) => `row ${at} of a log`).join('\n')
    await visitor.sendMessage({ body: lines }).sent
    await sees(line('row 39 of a log'))
    expect(await line('row 89 of a log').count()).toBe(0)
    await line('row 39 of a log').getByRole('button', { name: 'Show all' }).click()
    await sees(line('row 89 of a log'))
  })

  step('[A2] the keyboard goes among the messages and answers one', async () => {
    await visitor.sendMessage({ body: 'The last question' }).sent
    await sees(line('The last question'))
    await anna.page.getByRole('log').focus()
    await anna.page.keyboard.press('ArrowUp')
    await eventually(() => focusedText(anna.page), 'The last question')
    await anna.page.keyboard.press('r')
    await sees(anna.page.locator('.composer').getByText('The last question'))
    await anna.page.keyboard.type('The last answer')
    await anna.page.keyboard.press('Enter')
    await sees(line('The last answer').filter({ hasText: 'In reply to' }))
    await anna.page.getByRole('log').focus()
    await anna.page.keyboard.press('ArrowUp')
    await anna.page.keyboard.press('e')
    await eventually(() => anna.field.inputValue(), 'The last answer')
    await eventually(() => anna.field.evaluate((field) => field === document.activeElement), true)
    await anna.page.keyboard.press('Escape')
  })

  step('[M19] a chat that is left is found again as it was left', async () => {
    await putPointerOverList(anna.page)
    await turnWheel(anna.page, -2_000)
    const before = await topLine(anna.page)
    await anna.page.goBack()
    await anna.rows.getByRole('link').click()
    await sees(anna.page.getByRole('button', { name: 'To the newest' }))
    await eventually(() => topLine(anna.page), before)
    await anna.page.getByRole('button', { name: 'To the newest' }).click()
  })

  step('[S6] what was refused is sent again by its own key, once, when it may be', async () => {
    boris = await openOperator(await stage.newContext(), stage.pult.url, BORIS)
    await anna.page.context().setOffline(true)
    await anna.write('I looked it up for you')
    await sees(line('I looked it up for you').filter({ hasText: 'Waits to be sent' }))
    const borisCommand = commandOn(boris.page)
    await borisCommand('assignSession', { sessionId, operatorId: await idOf(boris.page, 'Boris') })
    await anna.page.context().setOffline(false)
    await sees(line('I looked it up for you').filter({ hasText: 'Not sent' }))
    await borisCommand('assignSession', { sessionId, operatorId: await idOf(boris.page, 'Anna') })
    await sees(anna.field)
    await line('I looked it up for you').getByRole('button', { name: 'Send again' }).click()
    await sees(line('I looked it up for you').filter({ hasText: 'Sent' }))
    await eventually(async () => countOf(visitor, 'I looked it up for you'), 1)
    await sees(anna.page.getByText('Boris gave the chat to Anna.'))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })

  function line(text: string) {
    return anna.page.getByRole('log').locator('li[data-line]').filter({ hasText: text })
  }
})

async function demoKey(url: string): Promise<string> {
  const demo = await (await fetch(`${url}/demo`)).text()
  return /data-channel="([^"]+)"/.exec(demo)?.[1] ?? ''
}

/** The button under the bot's greeting. */
async function offered(visitor: VisitorClient): Promise<string> {
  const find = () => visitor.state.messages.flatMap(({ actions }) => actions ?? []).at(-1)?.id
  await eventually(async () => find() !== undefined, true)
  return String(find())
}

/** The id of a message of the client, loaded for it where needed. */
async function quotable(visitor: VisitorClient, body: string): Promise<string> {
  for (;;) {
    const found = visitor.state.messages.find((message) => message.body === body)
    if (found !== undefined) return found.id
    if (visitor.state.history.older === null) throw new Error(`Nobody said "${body}".`)
    await visitor.loadOlder()
  }
}

function countOf(visitor: VisitorClient, body: string): number {
  return visitor.state.messages.filter((message) => message.body === body).length
}

/** Drawn, once, and within what the list shows. */
async function isInSight(line: Locator): Promise<boolean> {
  if ((await line.count()) !== 1) return false
  return line.evaluate((one) => {
    const box = one.closest('[role=log]')?.getBoundingClientRect()
    const { top, bottom } = one.getBoundingClientRect()
    return box !== undefined && bottom > box.top && top < box.bottom
  })
}

async function putPointerOverList(page: Page): Promise<void> {
  const box = await page.getByRole('log').boundingBox()
  if (box === null) throw new Error('The list is not on screen.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
}

/**
 * Turns the wheel and tells by how many pixels a line that stays in sight moved: the one in the middle. Two pictures are waited for, in
 * which whatever was loaded is drawn.
 */
async function turnWheel(page: Page, byPx: number): Promise<number> {
  const middle = () =>
    page.getByRole('log').evaluate((log) => {
      const lines = [...log.querySelectorAll<HTMLElement>('[data-line]')]
      const edge = log.getBoundingClientRect().top
      const line = lines.find((one) => one.getBoundingClientRect().bottom > edge + 4)
      return { id: line?.dataset['line'] ?? '', top: (line?.getBoundingClientRect().top ?? 0) - edge }
    })
  const before = await middle()
  await page.mouse.wheel(0, byPx)
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 120)
      }),
  )
  const after = await page
    .getByRole('log')
    .evaluate(
      (log, id) =>
        (log.querySelector(`[data-line="${id}"]`)?.getBoundingClientRect().top ?? Number.NaN) -
        log.getBoundingClientRect().top,
      before.id,
    )
  return Math.round(after - before.top)
}

/** The first line in sight, and where it stands. */
function topLine(page: Page): Promise<{ id: string; top: number }> {
  return page.getByRole('log').evaluate((log) => {
    const edge = log.getBoundingClientRect().top
    const line = [...log.querySelectorAll<HTMLElement>('[data-line]')].find(
      (one) => one.getBoundingClientRect().bottom > edge,
    )
    return {
      id: line?.dataset['line'] ?? '',
      top: Math.round((line?.getBoundingClientRect().top ?? 0) - edge),
    }
  })
}

/** The words that the browser paints as found. */
function marked(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...(CSS.highlights.get('found') ?? [])].map(({ startContainer, startOffset, endOffset }) =>
      String(startContainer.nodeValue).slice(startOffset, endOffset),
    ),
  )
}

function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.querySelector('.bubble > .body')?.textContent ?? '')
}

/** What this person may do over HTTP, with the login of the page. */
function commandOn(page: Page): (name: string, data: object) => Promise<void> {
  return async (name, data) => {
    const answer = await page.request.post(new URL(`/api/v1/commands/${name}`, page.url()).href, {
      data: { data },
      headers: { origin: new URL(page.url()).origin },
    })
    expect(await answer.text()).not.toContain('"error"')
  }
}

async function idOf(page: Page, name: string): Promise<string> {
  const answer = await page.request.get(new URL('/api/v1/operators', page.url()).href)
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] }
  return items.find((operator) => operator.name === name)?.id ?? ''
}
