import { gateOf, type Gate, type Shown } from '../desk/gate.ts'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Field } from '../parts/field.tsx'
import type { Closing } from '../store/news.ts'
import type { Words } from '../words/words.ts'
import { ComposerView } from './composer-view.tsx'
import type { Composer } from './composer.ts'
import { useSessionCommands } from './use-session-commands.ts'

/** The lower end of a chat: the field, or why nothing can be written; a draft stays in sight in either case. */
export function Footer({ shown, composer }: { readonly shown: Shown; readonly composer: Composer }) {
  const desk = useDesk()
  const gate = gateOf(shown, desk.meId.value)
  if (gate.name === 'open') return <ComposerView composer={composer} card={shown.card} />
  return (
    <div class="composer barred">
      <Reason gate={gate} shown={shown} />
      {shown.where === 'open' && composer.aim.value.name === 'note' && (
        <ComposerView composer={composer} card={shown.card} />
      )}
      {composer.aim.value.name !== 'note' && composer.text.value !== '' && (
        <KeptDraft text={composer.text.value} />
      )}
    </div>
  )
}

function Reason({ gate, shown }: { readonly gate: Exclude<Gate, { name: 'open' }>; readonly shown: Shown }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const commands = useSessionCommands(shown.card)
  const composer = desk.composer(shown.card.id)
  const ended = gate.name === 'closed' || gate.name === 'gone'
  return (
    <div class="reason" role="status">
      <p>{sentenceOf(gate)}</p>
      <div class="row wrap">
        {gate.name === 'take' && (
          <button type="button" class="primary" onClick={commands.take}>
            {words.say('act.take')}
          </button>
        )}
        {!ended && composer.aim.value.name !== 'note' && (
          <button type="button" onClick={() => composer.aimAt({ name: 'note' })}>
            {words.say('composer.note')}
          </button>
        )}
        {ended && (
          <button type="button" onClick={() => app.go({ name: 'desk', sessionId: null })}>
            {words.say('composer.dismiss')}
          </button>
        )}
      </div>
    </div>
  )

  function sentenceOf(gate: Exclude<Gate, { name: 'open' }>): string {
    switch (gate.name) {
      case 'take':
        return words.say('composer.help')
      case 'bot':
        return words.say('composer.bot')
      case 'watching':
        return words.say('composer.watching', {
          name: desk.state.operators.value.get(gate.operatorId)?.name ?? '…',
        })
      case 'closed':
        return closedSentence(desk.news.closings.value.get(shown.card.id), words)
      case 'gone':
        return words.say(goneKeys[shown.where === 'departed' ? shown.reason : 'DELETED'])
    }
  }
}

const goneKeys = { DELETED: 'composer.gone', TAKEN: 'composer.taken', AWAY: 'composer.away' } as const

function closedSentence(closing: Closing | undefined, words: Words): string {
  if (closing === undefined) return words.say('composer.closed')
  if (closing.by === 'CLIENT') return words.say('composer.closed.client')
  const reason = closing.reason === null || closing.reason === '' ? '' : `, ${closing.reason}`
  return words.say('composer.closed.other', { reason: words.say(`gone.${closing.by}`) + reason })
}

/** What was half-written when the chat went: to be read, copied, used elsewhere. */
function KeptDraft({ text }: { readonly text: string }) {
  const desk = useDesk()
  const words = useWords()
  return (
    <div class="kept-draft">
      <Field label={words.say('composer.draft')}>
        <textarea id="composer" readOnly rows={2} value={text} />
      </Field>
      <button
        type="button"
        onClick={() => {
          navigator.clipboard.writeText(text).then(
            () => desk.news.tell('app.copied'),
            // No permission for the clipboard: the field can still be selected and copied by hand.
            () => document.querySelector<HTMLTextAreaElement>('#composer')?.select(),
          )
        }}
      >
        {words.say('composer.copyDraft')}
      </button>
    </div>
  )
}
