import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { OperatorClient, OperatorOutboxItem } from '@pult/client'
import { NOTE_CHARS_MAX, type Message, type MessageType } from '@pult/protocol'
import { isAttachment } from './outbox-attachment.ts'
import { createUploads, type Previews, type Uploads } from './uploads.ts'

/** What is being written in one session. It outlives the view, so that changing chats loses nothing. */
export interface Composer {
  readonly sessionId: string
  readonly text: ReadonlySignal<string>
  readonly aim: ReadonlySignal<Aim>
  readonly replyTo: ReadonlySignal<Message | null>
  /** A note or an edit is on its way. */
  readonly busy: ReadonlySignal<boolean>
  readonly error: Signal<unknown>
  readonly uploads: Uploads
  /** [C2] The last message that was on screen; undefined where the history has not been shown yet. */
  readonly seen: Signal<string | null | undefined>
  write(text: string): void
  /** What is to be put in where the caret stands; the field takes it and sets it back to null. */
  readonly insertion: Signal<string | null>
  insert(text: string): void
  aimAt(aim: Aim): void
  reply(message: Message | null): void
  /** What was written for the client becomes a note for colleagues, behind one that stands there already. */
  readonly draftToNote: () => void
  /** Takes a message that was not sent back into the field, before whatever stands there by now. */
  takeBack(item: OperatorOutboxItem): void
  /** Sends what is written. False when there is nothing to send, or it has to wait for an upload. */
  send(type: MessageType): boolean
}

/** Whom the text is for: the client, colleagues, or a message that already stands. */
export type Aim =
  | { readonly name: 'answer' }
  | { readonly name: 'note' }
  | { readonly name: 'edit'; readonly message: Message }

const answer: Aim = { name: 'answer' }

const browserPreviews: Previews = {
  make: (file) => URL.createObjectURL(file),
  free: (address) => URL.revokeObjectURL(address),
}

export interface ComposerPorts {
  readonly client: OperatorClient
  readonly readDraft: () => string
  readonly keepDraft: (text: string) => void
  /** The same for a note: what is meant for colleagues must never stand in the field for the client. */
  readonly readNote: () => string
  readonly keepNote: (text: string) => void
}

export function createComposer(sessionId: string, ports: ComposerPorts): Composer {
  const { client, readDraft, keepDraft, readNote, keepNote } = ports
  const text = signal(readDraft())
  const aim = signal<Aim>(answer)
  const replyTo = signal<Message | null>(null)
  const busy = signal(false)
  const error = signal<unknown>(null)
  const seen = signal<string | null | undefined>(undefined)
  const insertion = signal<string | null>(null)
  const uploads = createUploads((file, options) => client.upload(file, options), browserPreviews)

  /** Each aim has a text of its own: while a note is written or a message edited, the draft of the answer waits and comes back. */
  function aimAt(next: Aim): void {
    if (next.name === 'edit') text.value = next.message.body
    else if (next.name !== aim.value.name) text.value = next.name === 'note' ? readNote() : readDraft()
    aim.value = next
    error.value = null
  }

  function write(next: string): void {
    text.value = next
    if (aim.value.name === 'edit') return
    if (aim.value.name === 'note') {
      keepNote(next)
      return
    }
    keepDraft(next)
    if (next !== '') client.typing(sessionId, next)
  }

  function clear(): void {
    text.value = ''
    keepDraft('')
    replyTo.value = null
    error.value = null
  }

  /** Notes and edits are commands: the text stays until they are answered, so that a refusal costs nothing. */
  async function ask(asking: Promise<unknown>, done: () => void): Promise<void> {
    busy.value = true
    error.value = null
    try {
      await asking
      done()
    } catch (thrown) {
      error.value = thrown
    } finally {
      busy.value = false
    }
  }

  function sendAnswer(type: MessageType): boolean {
    const attachments = uploads.finished()
    if (uploads.busy.value || (text.value.trim() === '' && attachments.length === 0)) return false
    const pending = client.sendMessage({
      sessionId,
      body: text.value.trim(),
      ...(type === 'REGULAR' ? {} : { type }),
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(replyTo.value === null ? {} : { replyTo: replyTo.value.id }),
      ...(seen.value === undefined ? {} : { seen: seen.value }),
    })
    // The outbox shows a refusal beside the message itself; here it only must not count as unhandled.
    pending.sent.catch(() => undefined)
    uploads.clear()
    clear()
    return true
  }

  return {
    sessionId,
    text,
    aim,
    replyTo,
    busy,
    error,
    seen,
    uploads,
    insertion,
    insert(words) {
      insertion.value = words
    },
    write,
    aimAt,
    reply(message) {
      if (aim.value.name !== 'answer') aimAt(answer)
      replyTo.value = message
    },
    draftToNote() {
      if (aim.value.name !== 'answer') return
      keepNote([readNote(), text.value].filter((part) => part !== '').join('\n'))
      keepDraft('')
      aimAt({ name: 'note' })
    },
    takeBack(item) {
      if (aim.value.name !== 'answer') aimAt(answer)
      write([item.data.body, text.value].filter((part) => part !== '').join('\n'))
      uploads.restore((item.data.attachments ?? []).filter(isAttachment))
      client.discard(item.key)
    },
    send(type) {
      const to = aim.value
      if (busy.value) return false
      if (to.name === 'answer') return sendAnswer(type)
      const body = text.value.trim()
      if (body === '') return false
      if (to.name === 'note')
        void ask(client.command('addNote', { sessionId, body: body.slice(0, NOTE_CHARS_MAX) }), () => {
          keepNote('')
          aimAt(answer)
        })
      else void ask(client.command('editMessage', { messageId: to.message.id, body }), () => aimAt(answer))
      return true
    },
  }
}
