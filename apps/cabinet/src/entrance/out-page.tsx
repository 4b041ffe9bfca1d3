import { useApp } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import type { Words } from '../words/words.ts'
import { deviceName } from './device-name.ts'
import { Entrance } from './entrance.tsx'
import type { Exit } from './exit.ts'
import { keptSentences } from './kept-words.ts'
import type { Desk } from '../store/desk.ts'

/** One is out of the cabinet, and this page says why and what can be done. */
export function OutPage({ exit, desk }: { readonly exit: Exit; readonly desk: Desk | null }) {
  const app = useApp()
  const words = app.words.value
  const kept =
    desk === null
      ? []
      : keptSentences(words, {
          drafts: Object.keys(desk.drafts.value).length,
          waiting: desk.state.outbox.value.filter(({ state }) => state !== 'sent').length,
        })
  return (
    <Entrance title={words.say(`out.${exit.name}.title`)} lead={words.say(`out.${exit.name}`)}>
      {detailsOf(exit, words).map((detail) => (
        <p key={detail} class="lead">
          {detail}
        </p>
      ))}
      {kept.length > 0 && (
        <div class="entrance-kept">
          <Icon name="check" />
          <div>
            {kept.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
      <div class="row wrap">
        {exit.name === 'elsewhere' && (
          <button type="button" class="primary" autofocus onClick={() => app.useHere()}>
            {words.say('out.elsewhere.here')}
          </button>
        )}
        {exit.name === 'version' || exit.name === 'protocol' ? (
          <button type="button" class="primary" autofocus onClick={() => location.reload()}>
            {words.say('out.reload')}
          </button>
        ) : (
          <button
            type="button"
            class={exit.name === 'elsewhere' ? '' : 'primary'}
            onClick={() => app.signInAgain()}
          >
            {words.say('out.signin')}
          </button>
        )}
      </div>
    </Entrance>
  )
}

function detailsOf(exit: Exit, words: Words): string[] {
  switch (exit.name) {
    case 'blocked':
      return exit.reason === null || exit.reason === ''
        ? []
        : [words.say('out.blocked.reason', { reason: exit.reason })]
    case 'elsewhere': {
      const named = exit.device === null ? null : deviceName(exit.device)
      const device = [named, exit.clientIp].filter((part) => part !== null && part !== '').join(', ')
      return exit.at === null
        ? []
        : [words.say('out.elsewhere.where', { time: words.moment(exit.at), device: device || '—' })]
    }
    case 'protocol':
      return exit.message === null ? [] : [exit.message]
    default:
      return []
  }
}
