import { useEffect, useRef } from 'preact/hooks'
import { BODY_CHARS_MAX, NOTE_CHARS_MAX, type ChatSession } from '@pult/protocol'
import { LinkLine } from '../desk/link-line.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { Trouble } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { sayError } from '../store/error-words.ts'
import { sayAttachRefusal } from './attach-words.ts'
import { ComposerAim } from './composer-aim.tsx'
import { composerKey } from './composer-keys.ts'
import type { Composer } from './composer.ts'
import { UploadList } from './upload-list.tsx'

/** The field grows with its text up to here; beyond it scrolls. */
const FIELD_PX_MAX = 220

/** Where an answer, a note or an edit is written. */
export function ComposerView({
  composer,
  card,
}: {
  readonly composer: Composer
  readonly card: ChatSession
}) {
  const desk = useDesk()
  const words = useWords()
  const field = useRef<HTMLTextAreaElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const aim = composer.aim.value
  const text = composer.text.value
  const over = text.length - (aim.name === 'note' ? NOTE_CHARS_MAX : BODY_CHARS_MAX)
  const coarse = matchMedia('(pointer: coarse)').matches

  useEffect(() => {
    // A phone would open its keyboard over the chat that one has only come to read.
    if (!coarse) field.current?.focus()
  }, [coarse])
  useEffect(() => {
    if (aim.name !== 'answer' || composer.replyTo.value !== null) field.current?.focus()
  }, [aim, composer.replyTo.value])
  useEffect(() => {
    const element = field.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, FIELD_PX_MAX)}px`
  }, [text])

  function attach(list: Iterable<File>): void {
    const refusal = composer.uploads.add(list)
    if (refusal !== null) desk.news.say(sayAttachRefusal(words, refusal))
  }
  function send(type: 'REGULAR' | 'TERMINAL'): void {
    if (over > 0) return
    // The button is off meanwhile, but Enter is not, and an Enter that does nothing looks like a lost message.
    if (aim.name === 'answer' && composer.uploads.busy.value) desk.news.tell('composer.attach.busy')
    if (composer.send(type)) desk.atBottom.value = true
    field.current?.focus()
  }
  function onKeyDown(event: KeyboardEvent): void {
    const deed = composerKey(event, {
      aim,
      empty: text === '',
      replying: composer.replyTo.value !== null,
      coarse,
    })
    if (deed === null) return
    event.preventDefault()
    if (deed === 'send') send('REGULAR')
    if (deed === 'stop') {
      composer.reply(null)
      composer.aimAt({ name: 'answer' })
    }
    if (deed === 'editLast') {
      const last = desk.state.messages.value
        .get(card.id)
        ?.findLast((message) => message.authorId === desk.meId.value && (message.deletedAt ?? null) === null)
      if (last !== undefined) composer.aimAt({ name: 'edit', message: last })
    }
  }
  return (
    <form
      class={`composer aim-${aim.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        send('REGULAR')
      }}
    >
      <LinkLine />
      <ComposerAim composer={composer} />
      <UploadList uploads={composer.uploads} />
      <Trouble text={composer.error.value === null ? null : sayError(words, composer.error.value)} />
      {over > 0 && <Trouble text={words.count('composer.toolong', over)} />}
      <div class="composer-row">
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={text}
          aria-label={words.say('composer.label')}
          placeholder={words.say(
            aim.name === 'note'
              ? 'composer.note.placeholder'
              : coarse
                ? 'composer.placeholder.phone'
                : 'composer.placeholder',
          )}
          onInput={(event) => composer.write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])]
            if (pasted.length === 0 || aim.name !== 'answer') return
            event.preventDefault()
            attach(pasted)
          }}
        />
        <div class="composer-acts">
          {aim.name === 'answer' && (
            <>
              <button
                type="button"
                class="quiet square"
                aria-label={words.say('composer.attach')}
                title={words.say('composer.attach')}
                onClick={() => files.current?.click()}
              >
                <Icon name="clip" />
              </button>
              <input
                ref={files}
                type="file"
                multiple
                hidden
                onChange={(event) => {
                  attach(event.currentTarget.files ?? [])
                  // The same file may be chosen again after it was removed.
                  event.currentTarget.value = ''
                }}
              />
              <button
                type="button"
                class="quiet square"
                aria-label={words.say('composer.note.hint')}
                title={words.say('composer.note.hint')}
                onClick={() => composer.aimAt({ name: 'note' })}
              >
                <Icon name="note" />
              </button>
              <Menu
                label={words.say('composer.more')}
                icon="down"
                class="to-left"
                items={[{ label: words.say('composer.terminal'), run: () => send('TERMINAL') }]}
              />
            </>
          )}
          <button
            type="submit"
            class="primary"
            disabled={composer.busy.value || composer.uploads.busy.value || over > 0}
            title={composer.uploads.busy.value ? words.say('composer.attach.busy') : ''}
          >
            <Icon name="send" />
            <span class="desk-only">{words.say(aim.name === 'edit' ? 'app.save' : 'composer.send')}</span>
            <span class="unseen phone-only">
              {words.say(aim.name === 'edit' ? 'app.save' : 'composer.send')}
            </span>
          </button>
        </div>
      </div>
    </form>
  )
}
