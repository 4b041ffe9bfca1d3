import { deedWords, SecondsLeft } from '../deeds/deed-lines.tsx'
import type { Deed } from '../deeds/deed.ts'
import { gateOf, type Gate, type Shown } from '../desk/gate.ts'
import { hintOf } from '../commands/this-machine.ts'
import { useApp, useDesk, useWords } from '../parts/context.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import type { Closing } from '../store/news.ts'
import type { Words } from '../words/words.ts'
import { ComposerView } from './composer-view.tsx'
import type { Composer } from './composer.ts'
import { KeptText } from './kept-text.tsx'
import { sessionCommands } from './session-commands.ts'

type Barred = Exclude<Gate, { name: 'open' }>

/** The lower end of a chat: the field, or why nothing can be written; a draft stays in sight in either case. */
export function Footer({ shown, composer }: { readonly shown: Shown; readonly composer: Composer }) {
  const desk = useDesk()
  const gate = gateOf(shown, desk.meId.value)
  const deed = desk.deeds.book.value.find(({ sessionId }) => sessionId === shown.card.id)
  if (deed === undefined && gate.name === 'open')
    return <ComposerView composer={composer} card={shown.card} />
  // Nothing is left at a chat that has ended: the server would refuse it.
  const noting = shown.where !== 'closed' && composer.aim.value.name === 'note'
  return (
    <div class="composer barred">
      {deed === undefined ? (
        gate.name !== 'open' && <Reason gate={gate} shown={shown} />
      ) : (
        <Leaving deed={deed} shown={shown} />
      )}
      {deed === undefined && noting && <ComposerView composer={composer} card={shown.card} />}
      {(deed !== undefined || !noting) && composer.text.value !== '' && (
        <KeptDraft composer={composer} notable={deed === undefined && shown.where !== 'closed'} />
      )}
    </div>
  )
}

/** What we have just done to the chat, as long as it can be taken back. */
function Leaving({ deed, shown }: { readonly deed: Deed; readonly shown: Shown }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  return (
    <div class="reason">
      <Icon name="clock" />
      <p class="grow">
        {words.say(deedWords[deed.asked.name], { name: deed.clientName })}{' '}
        {deed.state === 'waiting' && <SecondsLeft deed={deed} />}
      </p>
      {deed.state === 'waiting' && (
        <button type="button" onClick={sessionCommands(shown.card, { app, desk }).undo}>
          <Icon name="undo" small />
          {words.say('deed.undo')}
        </button>
      )}
    </div>
  )
}

function Reason({ gate, shown }: { readonly gate: Barred; readonly shown: Shown }) {
  const app = useApp()
  const desk = useDesk()
  const words = useWords()
  const commands = sessionCommands(shown.card, { app, desk })
  const composer = desk.composer(shown.card.id)
  const ended = gate.name === 'closed' || gate.name === 'gone'
  return (
    <div class="reason" role="status">
      <Icon name={icons[gate.name]} />
      <p class="grow">{sentenceOf(gate)}</p>
      <div class="row wrap">
        {gate.name !== 'closed' && composer.aim.value.name !== 'note' && (
          <button type="button" class="quiet" onClick={() => composer.aimAt({ name: 'note' })}>
            <Icon name="note" small />
            {words.say('composer.note')}
          </button>
        )}
        {gate.name === 'take' && (
          <button type="button" class="primary" onClick={commands.take}>
            <Icon name="hand" small />
            {words.say('act.take')}
            <kbd class="desk-only" aria-hidden="true">
              {hintOf('take')}
            </kbd>
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

  function sentenceOf(gate: Barred): string {
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

const icons: { readonly [G in Barred['name']]: IconName } = {
  take: 'hand',
  bot: 'bot',
  watching: 'eye',
  closed: 'lock',
  gone: 'exit',
}

const goneKeys = { DELETED: 'composer.gone', TAKEN: 'composer.taken', AWAY: 'composer.away' } as const

function closedSentence(closing: Closing | undefined, words: Words): string {
  if (closing === undefined) return words.say('composer.closed')
  if (closing.by === 'CLIENT') return words.say('composer.closed.client')
  const reason = closing.reason === null || closing.reason === '' ? '' : `, ${closing.reason}`
  return words.say('composer.closed.other', { reason: words.say(`gone.${closing.by}`) + reason })
}

/** What was half-written when the chat went: to be read, copied, kept as a note where the chat goes on. */
function KeptDraft({ composer, notable }: { readonly composer: Composer; readonly notable: boolean }) {
  const words = useWords()
  return (
    <KeptText id="composer" label={words.say('composer.draft')} text={composer.text.value}>
      {notable && (
        <button type="button" class="quiet" onClick={composer.draftToNote}>
          <Icon name="note" small />
          {words.say('composer.draftToNote')}
        </button>
      )}
      <button type="button" class="quiet" onClick={() => composer.write('')}>
        <Icon name="trash" small />
        {words.say('composer.dropDraft')}
      </button>
    </KeptText>
  )
}
