import { useRef, useState } from 'preact/hooks'
import { withHint } from '../commands/this-machine.ts'
import { HelpMenu } from '../help/help-menu.tsx'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { lazyPart } from '../parts/lazy.tsx'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import type { Composer } from './composer.ts'

const EmojiPicker = lazyPart(
  () => import('../emoji/emoji-picker.tsx').then((part) => part.EmojiPicker),
  ({ onClose }) => onClose(),
)

/** Under the field: what can be put into it, and the button that sends. */
export function ComposerTools(props: {
  readonly composer: Composer
  /** How many characters are left, where it is worth knowing. */
  readonly left: number | null
  readonly onAttach: (files: Iterable<File>) => void
  readonly onEmoji: (sign: string) => void
  readonly onEmojiClosed: () => void
  readonly onTerminal: () => void
}) {
  const desk = useDesk()
  const words = useWords()
  const files = useRef<HTMLInputElement>(null)
  const [picking, setPicking] = useState(false)
  const { composer, left } = props
  const aim = composer.aim.value.name
  const text = composer.text.value
  const answering = aim === 'answer'
  const busy = composer.uploads.busy.value
  const empty = text.trim() === '' && composer.uploads.list.value.length === 0
  const ways: readonly MenuItem[] = [
    { label: words.say('composer.terminal'), icon: 'send', run: props.onTerminal },
    ...(text.trim() === ''
      ? []
      : [
          {
            label: words.say('canned.save'),
            icon: 'bolt',
            run: () => {
              desk.over.value = { name: 'canned', text }
            },
          } as const,
        ]),
  ]
  return (
    <div class="composer-tools">
      {answering && (
        <>
          <Tool
            id="composer-attach"
            icon="clip"
            label={words.say('composer.attach')}
            command="attach"
            onClick={() => files.current?.click()}
          />
          <input
            ref={files}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              props.onAttach(event.currentTarget.files ?? [])
              // The same file may be chosen again after it was removed.
              event.currentTarget.value = ''
            }}
          />
        </>
      )}
      <span class="emoji-place">
        <Tool
          id="composer-emoji"
          icon="emoji"
          label={words.say('composer.emoji')}
          command="emoji"
          expanded={picking}
          onClick={() => setPicking(!picking)}
        />
        {picking && (
          <EmojiPicker
            onPick={props.onEmoji}
            onClose={() => {
              setPicking(false)
              props.onEmojiClosed()
            }}
          />
        )}
      </span>
      <Tool
        icon="bolt"
        label={words.say('canned.insert')}
        command="slash"
        onClick={() => composer.insert(text === '' || /\s$/.test(text) ? '/' : ' /')}
      />
      <HelpMenu composer={composer} />
      {(answering || aim === 'note') && (
        <Tool
          icon="note"
          label={words.say('composer.note.hint')}
          command="note"
          pressed={aim === 'note'}
          onClick={() => composer.aimAt({ name: aim === 'note' ? 'answer' : 'note' })}
        />
      )}
      <span class="grow" />
      {left !== null && (
        <span class={`digits composer-left ${left < 0 ? 'alarm-text' : 'dim'}`} role="status">
          {words.number(left)}
        </span>
      )}
      {answering && <Menu label={words.say('composer.more')} icon="down" class="to-left" items={ways} />}
      <button
        type="submit"
        class="primary composer-send"
        disabled={composer.busy.value || busy || empty || (left ?? 0) < 0}
        title={busy ? words.say('composer.attach.busy') : ''}
      >
        <Icon name={aim === 'note' ? 'note' : aim === 'edit' ? 'check' : 'send'} />
        <span class="desk-only">{sendWords()}</span>
        <span class="unseen phone-only">{sendWords()}</span>
      </button>
    </div>
  )

  function sendWords(): string {
    if (aim === 'edit') return words.say('app.save')
    return words.say(aim === 'note' ? 'composer.note.send' : 'composer.send')
  }
}

function Tool(props: {
  readonly id?: string
  readonly icon: IconName
  readonly label: string
  readonly command: string
  readonly pressed?: boolean
  readonly expanded?: boolean
  readonly onClick: () => void
}) {
  return (
    <button
      id={props.id}
      type="button"
      class="quiet square"
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      data-tip={withHint(props.label, props.command)}
      data-tip-side="top"
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  )
}
