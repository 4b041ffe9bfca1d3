import type { HelpKind } from '@pult/protocol'
import { useEffect } from 'preact/hooks'
import type { Composer } from '../chat/composer.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { faultTold } from '../parts/fault.tsx'
import { sayError } from '../store/error-words.ts'
import type { Words } from '../words/words.ts'
import type { Asked } from './helper.ts'

/** What the model was asked for, above the field: it is read first, and used or thrown away by hand. */
export function HelpStrip(props: {
  readonly composer: Composer
  /** Puts it into the field, in place of what stands there. */
  readonly onUse: (text: string) => void
  /** It is gone, and with it what had the focus. */
  readonly onLeave: () => void
}) {
  const desk = useDesk()
  const words = useWords()
  const { composer } = props
  const helping = desk.helper.of(composer.sessionId)
  const asked = helping.now.value
  const isLive = desk.link.value.name === 'live'
  useEffect(() => {
    if (isLive) desk.helper.load()
  }, [desk, isLive])
  if (asked === null) return null
  const text = textIn(asked)
  function drop(): void {
    helping.drop()
    props.onLeave()
  }
  return (
    <div
      class="help-strip"
      role="status"
      aria-busy={asked.state === 'busy'}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        drop()
      }}
    >
      <p class="help-head">
        <Icon name="spark" small />
        <strong class="grow">{words.say(titles[asked.request.kind])}</strong>
        <button
          type="button"
          class="quiet square small"
          aria-label={words.say(asked.state === 'busy' ? 'app.cancel' : 'help.drop')}
          onClick={drop}
        >
          <Icon name="close" small />
        </button>
      </p>
      {text === null ? (
        <p class={asked.state === 'busy' ? 'dim help-waits' : 'dim'}>{sentenceOf(asked, words)}</p>
      ) : (
        <>
          <p class="help-text">{text}</p>
          <div class="row wrap">
            {asked.request.kind === 'SUMMARY' ? (
              <button
                type="button"
                onClick={() => {
                  helping.drop()
                  composer.aimAt({ name: 'note' })
                  const before = composer.text.value.trim()
                  composer.write(before === '' ? text : `${before}\n\n${text}`)
                }}
              >
                <Icon name="note" small />
                {words.say('help.note')}
              </button>
            ) : (
              <button
                type="button"
                onClick={() => {
                  helping.drop()
                  props.onUse(text)
                }}
              >
                <Icon name="check" small />
                {words.say('help.use')}
              </button>
            )}
            <span class="hint">{words.say('help.check')}</span>
          </div>
        </>
      )}
    </div>
  )
}

/** What a message says in the reader's language, below it, as long as it is wanted. */
export function Translation({ asked }: { readonly asked: Asked }) {
  const words = useWords()
  const text = textIn(asked)
  return (
    <p class="translation" role="status">
      <Icon name="globe" small />
      <span class={text === null ? 'dim' : ''}>{text ?? sentenceOf(asked, words)}</span>
    </p>
  )
}

const titles = {
  SUGGEST: 'help.suggested',
  SUMMARY: 'help.summed',
  TRANSLATE: 'help.translated',
  REWRITE: 'help.reworded',
} as const satisfies Record<HelpKind, string>

function textIn(asked: Asked): string | null {
  return asked.state === 'given' && asked.given.outcome === 'READY' ? asked.given.text : null
}

function sentenceOf(asked: Asked, words: Words): string {
  if (asked.state === 'busy') return words.say('help.busy')
  if (asked.state === 'lost') return sayError(words, asked.error)
  if (asked.given.outcome === 'NOTHING') return words.say('help.nothing')
  const { text, detail } = faultTold(words, asked.given, '')
  return words.say('help.failed', { sentence: detail === null ? text : `${text} ${detail}`.trim() })
}
