/** What operators do to chats and how they write, with two of them at work: by keys, by palette, with second thoughts. */
import { afterAll, beforeAll, expect } from 'bun:test'
import { describeInChromium, STEP_MS, step } from './testing/chromium.ts'
import { eventually, sees, seesNoMore } from './testing/eventually.ts'
import { loseNetwork } from './testing/network.ts'
import type { Operator } from './testing/operator.ts'
import { openAdmin, openApiClient, type Admin, type ApiClient } from './testing/pult.ts'
import { openStage, type Stage } from './testing/stage.ts'

const ANNA = 'anna@example.com'
const BORIS = 'boris@example.com'

describeInChromium('doing things', () => {
  let stage: Stage
  let root: Admin
  let anna: Operator
  let boris: Operator
  const clients = new Map<string, ApiClient>()

  beforeAll(async () => {
    stage = await openStage()
    root = await openAdmin(stage.pult.url)
    await root.addOperator({ name: 'Anna', email: ANNA })
    await root.addOperator({ name: 'Boris', email: BORIS })
    anna = await stage.atWork(ANNA)
  }, STEP_MS)
  afterAll(() => stage[Symbol.asyncDispose]())

  /** Somebody who is called so writes, and wants a person. Anna is the only one there at first. */
  async function arrive(name: string): Promise<ApiClient> {
    const client = await openApiClient(stage.pult.url)
    await client.command('sendMessage', { body: `It is ${name}` })
    await root.command('updateClient', { clientId: client.clientId, name })
    await client.command('callOperator', {})
    clients.set(name, client)
    return client
  }

  step('[K2] Ctrl + K finds a chat by name, and Alt + J goes to who waits most', async () => {
    for (const name of ['Mary Smith', 'Oliver Stone', 'Quentin']) await arrive(name)
    await eventually(() => anna.rows.count(), 3)
    await anna.page.keyboard.press('Control+KeyK')
    const palette = anna.page.getByRole('dialog', { name: 'Find and do' })
    await palette.getByRole('combobox').fill('oliv')
    await sees(palette.getByRole('option', { name: /Oliver Stone/, selected: true }))
    await anna.page.keyboard.press('Enter')
    await sees(title(anna).filter({ hasText: 'Oliver Stone' }))
    await anna.page.keyboard.press('Alt+KeyJ')
    await sees(title(anna).filter({ hasText: 'Quentin' }))
    await anna.page.keyboard.press('Alt+KeyJ')
    await sees(title(anna).filter({ hasText: 'Mary Smith' }))
  })

  step('[K1] keys work in the Russian layout, and without Alt where nothing is being written', async () => {
    const session = await anna.page.context().newCDPSession(anna.page)
    const press = async (code: string, key: string, modifiers: number) => {
      const event = { code, key, modifiers, windowsVirtualKeyCode: code.charCodeAt(3) }
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event })
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    }
    await press('KeyK', 'л', CONTROL)
    await sees(anna.page.getByRole('dialog', { name: 'Find and do' }))
    await press('KeyK', 'л', CONTROL)
    await seesNoMore(anna.page.getByRole('dialog', { name: 'Find and do' }))
    await anna.page.getByRole('log').focus()
    await press('KeyJ', 'о', 0)
    await sees(title(anna).filter({ hasText: 'Oliver Stone' }))
  })

  step('[K1] ? shows every key', async () => {
    await anna.page.getByRole('log').focus()
    await anna.page.keyboard.press('Shift+Slash')
    const sheet = anna.page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sees(sheet.getByText('Next most urgent chat'))
    await anna.page.keyboard.press('Escape')
    await seesNoMore(sheet)
  })

  step('[K5] a reply of one’s own is made, called for by /, and filled in', async () => {
    await anna.page.keyboard.press('Alt+KeyC')
    const manager = anna.page.getByRole('dialog', { name: 'Canned replies' })
    await manager.getByRole('button', { name: 'New reply' }).click()
    const form = anna.page.getByRole('dialog', { name: 'New reply' })
    await form.getByRole('textbox', { name: 'Shortcut' }).fill('hi')
    await form.getByRole('textbox', { name: 'Title' }).fill('Greeting')
    await form.getByRole('textbox', { name: 'Text' }).fill('Hello, {client.name}! This is {operator.name}.')
    await form.getByRole('button', { name: 'Save' }).click()
    await sees(anna.page.getByRole('listitem').filter({ hasText: '/hi' }))
    await anna.page.keyboard.press('Escape')
    await openChat(anna, 'Mary Smith')
    await anna.field.pressSequentially('/h')
    await sees(anna.page.getByRole('option', { name: /Hello, Mary Smith! This is Anna\./ }))
    await anna.page.keyboard.press('Enter')
    expect(await anna.field.inputValue()).toBe('Hello, Mary Smith! This is Anna.')
    await seesNoMore(anna.message('Hello, Mary Smith!'))
    await anna.page.keyboard.press('Enter')
    await sees(anna.message('Hello, Mary Smith! This is Anna.'))
  })

  step('[K5] what nobody knows is marked, and is not sent by mistake', async () => {
    await root.command('createCannedReply', { shortcut: 'city', body: 'How is {client.city}?' })
    await anna.field.pressSequentially('/ci')
    await sees(anna.page.getByRole('option', { name: /How is \{client\.city\}\?/ }))
    await anna.page.keyboard.press('Tab')
    await anna.page.keyboard.press('Enter')
    await sees(anna.page.getByText('Something is still to be filled in.'))
    await seesNoMore(anna.message('How is'))
    // It is marked, so that typing replaces it.
    await anna.page.keyboard.type('London')
    await anna.page.keyboard.press('Enter')
    await sees(anna.message('How is London?'))
  })

  step('[K6] an emoji by its name, and one out of the picker', async () => {
    await anna.field.pressSequentially('Fine :thumbsu')
    await sees(anna.page.getByRole('option', { name: /thumbs up/ }))
    await anna.page.keyboard.press('Enter')
    await anna.page.keyboard.press('Alt+KeyE')
    const picker = anna.page.getByRole('dialog', { name: 'Emoji' })
    await picker.getByRole('combobox').fill('teapot')
    await sees(picker.getByRole('option', { name: 'teapot' }))
    await anna.page.keyboard.press('Enter')
    await seesNoMore(picker)
    await eventually(() => anna.field.inputValue(), 'Fine 👍️ 🫖')
    await anna.page.keyboard.press('Enter')
    await sees(anna.message('Fine 👍️ 🫖'))
  })

  step('[M4] drafts stay over a reload, and a note never stands in the field for the client', async () => {
    await anna.field.pressSequentially('For the client')
    await anna.page.keyboard.press('Alt+KeyN')
    await eventually(() => anna.field.inputValue(), '')
    await anna.field.pressSequentially('For colleagues')
    await anna.page.keyboard.press('Escape')
    await eventually(() => anna.field.inputValue(), 'For the client')
    await anna.page.reload()
    await eventually(() => anna.field.inputValue(), 'For the client')
    await anna.page.keyboard.press('Alt+KeyN')
    await eventually(() => anna.field.inputValue(), 'For colleagues')
    await anna.page.keyboard.press('Enter')
    await sees(anna.message('For colleagues').filter({ hasText: 'Note for colleagues' }))
    await eventually(() => anna.field.inputValue(), 'For the client')
    await anna.field.fill('')
  })

  step('[C2] a reply that missed something is held back, and sent when one insists', async () => {
    await loseNetwork(anna.page)
    await sees(anna.page.getByRole('status').filter({ hasText: /Offline/ }))
    await anna.write('Shall I send a new one?')
    await clients.get('Mary Smith')?.command('sendMessage', { body: 'I found another one' })
    await anna.page.context().setOffline(false)
    const stale = anna.page.getByRole('alert').filter({ hasText: 'Somebody wrote meanwhile' })
    await sees(stale.getByText('I found another one'))
    await stale.getByRole('button', { name: 'Send it anyway' }).click()
    await seesNoMore(stale)
    await sees(anna.message('Shall I send a new one?'))
  })

  step('[P4] a transfer is taken back in time, and nobody has noticed; the second one is meant', async () => {
    boris = await stage.atWork(BORIS)
    const give = async () => {
      await anna.page.keyboard.press('Alt+KeyG')
      const dialog = anna.page.getByRole('dialog', { name: 'Transfer the chat' })
      await dialog.getByRole('searchbox').fill('bori')
      await sees(dialog.getByRole('radio', { name: /Boris/, checked: true }))
      await dialog.getByRole('textbox', { name: /note/ }).fill('She is nice')
      await dialog.getByRole('button', { name: 'Transfer' }).click()
    }
    await give()
    const line = anna.page.getByRole('status').filter({ hasText: 'Handing over the chat with Mary Smith' })
    await line.getByRole('button', { name: 'Undo' }).click()
    await sees(title(anna).filter({ hasText: 'Mary Smith' }))
    await sees(anna.field)
    await give()
    await anna.pastUndo()
    await sees(anna.page.getByText('The chat was handed over.'))
    await eventually(() => row(anna, 'Mary Smith').count(), 0)
    await openChat(boris, 'Mary Smith')
    // Once: the transfer that was taken back has left no note.
    await sees(boris.message('She is nice').filter({ hasText: 'Note for colleagues' }))
  })

  step('[P4] a chat is closed after a moment; Ctrl + Z is in time', async () => {
    await openChat(anna, 'Oliver Stone')
    const shut = async () => {
      await anna.page.keyboard.press('Alt+KeyW')
      const dialog = anna.page.getByRole('dialog', { name: 'Close the chat' })
      await dialog.getByRole('button', { name: 'Solved' }).click()
      await dialog.getByRole('button', { name: 'Close the chat' }).click()
      await sees(anna.page.getByText('Closing the chat with Oliver Stone'))
    }
    await shut()
    await anna.page.keyboard.press('Control+KeyZ')
    await seesNoMore(anna.page.getByText('Closing the chat with Oliver Stone'))
    await sees(title(anna).filter({ hasText: 'Oliver Stone' }))
    await shut()
    await anna.pastUndo()
    await sees(anna.page.getByText('The chat is closed.'))
    await eventually(() => row(anna, 'Oliver Stone').count(), 0)
  })

  step('[P4] who leaves the page at once has done it all the same', async () => {
    await openChat(anna, 'Quentin')
    const sessionId = sessionOnScreen(anna)
    await anna.page.keyboard.press('Alt+KeyW')
    await anna.page.getByRole('dialog').getByRole('button', { name: 'Close the chat' }).click()
    await sees(anna.page.getByText('Closing the chat with Quentin'))
    await anna.page.goto('about:blank')
    const look = async () => (await root.read<{ status: string }>(`/sessions/${sessionId}`)).status
    await eventually(look, 'CLOSED')
    await anna.page.goto(stage.pult.url)
    await sees(anna.page.getByRole('status').filter({ hasText: 'Live' }))
  })

  step(
    '[P2] a chat that is taken from under a half-typed answer leaves the draft, and says what can be done',
    async () => {
      await boris.field.pressSequentially('Yes, I will send')
      const sessionId = new URL(boris.page.url()).hash.split('/').at(-1) ?? ''
      await root.command('returnToBot', { sessionId })
      await sees(boris.page.getByRole('main').getByText('This chat is not with you any more.'))
      const kept = boris.page.getByRole('textbox', { name: 'Your draft is kept' })
      expect(await kept.inputValue()).toBe('Yes, I will send')
      await boris.page.getByRole('button', { name: 'Keep it as a note' }).click()
      expect(await boris.field.inputValue()).toBe('Yes, I will send')
      await boris.page.getByRole('button', { name: 'Save the note' }).click()
      await seesNoMore(boris.field)
      await seesNoMore(kept)
    },
  )

  step('[P2] [M4] what was half-written in a chat that left is found again, over a reload too', async () => {
    await arrive('Ursula')
    await eventually(async () => (await has(anna, 'Ursula')) || (await has(boris, 'Ursula')), true)
    const holder = (await has(anna, 'Ursula')) ? anna : boris
    await openChat(holder, 'Ursula')
    await holder.field.pressSequentially('On Thursday')
    await root.command('returnToBot', { sessionId: sessionOnScreen(holder) })
    await sees(holder.page.getByRole('main').getByText('This chat is not with you any more.'))
    await holder.page.goto(stage.pult.url)
    await holder.page.getByRole('button', { name: '1 draft in a chat that has left' }).click()
    const dialog = holder.page.getByRole('dialog', { name: 'Drafts without a chat' })
    expect(await dialog.getByRole('textbox', { name: /Answer to Ursula/ }).inputValue()).toBe('On Thursday')
    await dialog.getByRole('button', { name: 'Discard' }).click()
    await sees(dialog.getByText('Nothing half-written is left.'))
    await holder.page.keyboard.press('Escape')
    await seesNoMore(holder.page.getByRole('button', { name: /draft in a chat/ }))
  })

  step('[U3] no page threw, opened a dialog or broke its own content policy', async () => {
    expect(stage.complaints()).toEqual([])
  })
})

/** As the browser's protocol counts what is held. */
const CONTROL = 2

const row = (who: Operator, name: string) => who.rows.filter({ hasText: name })

const has = async (who: Operator, name: string) => (await row(who, name).count()) > 0

const title = (who: Operator) => who.page.getByRole('main').getByRole('heading', { level: 1 })

const sessionOnScreen = ({ page }: Operator) => new URL(page.url()).hash.split('/').at(-1) ?? ''

async function openChat(who: Operator, name: string): Promise<void> {
  await row(who, name).getByRole('link').click()
  await sees(title(who).filter({ hasText: name }))
}
