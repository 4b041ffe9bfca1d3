import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { useAttention } from './attention-context.ts'
import type { Attention } from './attention.ts'
import type { Kind } from './kinds.ts'

/** In the order of a working day, and not of urgency. */
const shown: readonly Kind[] = ['newChat', 'message', 'onScreen', 'help', 'soon', 'late', 'lost']

/** What sounds and what is put on the desktop. */
export function AttentionSection() {
  const attention = useAttention()
  const words = useWords()
  const settings = attention.settings.value
  return (
    <section class="stack">
      <h3>{words.say('attention.title')}</h3>
      <label class="volume">
        <Icon name={settings.volume === 0 ? 'sound-off' : 'sound'} />
        <span class="unseen">{words.say('attention.volume')}</span>
        <input
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(settings.volume * 100)}
          onInput={(event) => attention.change({ volume: Number(event.currentTarget.value) / 100 })}
          onChange={() => attention.tryOut('message')}
        />
      </label>
      {!attention.unlocked.value && <p class="hint">{words.say('attention.locked')}</p>}
      <ul class="sound-kinds">
        {shown.map((kind) => (
          <SoundKind key={kind} kind={kind} attention={attention} />
        ))}
      </ul>
      <NoticeChoices attention={attention} />
      <p class="hint">{words.say('quiet.hint')}</p>
    </section>
  )
}

function SoundKind({ kind, attention }: { readonly kind: Kind; readonly attention: Attention }) {
  const words = useWords()
  const { sounds } = attention.settings.value
  const name = words.say(`attention.kind.${kind}`)
  return (
    <li>
      <label class="check">
        <input
          type="checkbox"
          checked={sounds[kind]}
          onChange={(event) =>
            attention.change({ sounds: { ...sounds, [kind]: event.currentTarget.checked } })
          }
        />
        {name}
      </label>
      <button
        type="button"
        class="quiet square"
        aria-label={words.say('attention.try', { kind: name })}
        data-tip={words.say('attention.try', { kind: name })}
        data-tip-side="top"
        onClick={() => attention.tryOut(kind)}
      >
        <Icon name="play" />
      </button>
    </li>
  )
}

function NoticeChoices({ attention }: { readonly attention: Attention }) {
  const words = useWords()
  switch (attention.permission.value) {
    case 'unsupported':
      return <p class="hint">{words.say('attention.notices.none')}</p>
    case 'denied':
      return <p class="hint">{words.say('attention.notices.denied')}</p>
    case 'default':
      return (
        <div class="stack tight">
          <div>
            <button type="button" onClick={() => void attention.askPermission()}>
              <Icon name="bell" />
              {words.say('attention.notices.ask')}
            </button>
          </div>
          <p class="hint">{words.say('attention.notices.ask.why')}</p>
        </div>
      )
    case 'granted':
      return <GrantedChoices attention={attention} />
  }
}

function GrantedChoices({ attention }: { readonly attention: Attention }) {
  const words = useWords()
  const { notices, preview, push } = attention.settings.value
  const isLive = useDesk().link.value.name === 'live'
  const state = attention.pushState.value
  return (
    <div class="stack tight">
      <Choice
        label={words.say('attention.notices')}
        checked={notices}
        onChange={(chosen) => attention.change({ notices: chosen })}
      />
      <Choice
        label={words.say('attention.push')}
        checked={push}
        disabled={!isLive}
        onChange={(chosen) => attention.change({ push: chosen })}
      />
      {state === 'none' && <p class="hint">{words.say('attention.push.none')}</p>}
      {state === 'failed' && <p class="hint">{words.say('attention.push.failed')}</p>}
      <Choice
        label={words.say('attention.preview')}
        checked={preview}
        disabled={!notices && !push}
        onChange={(chosen) => attention.change({ preview: chosen })}
      />
    </div>
  )
}

function Choice(props: {
  readonly label: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (chosen: boolean) => void
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled ?? false}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  )
}
