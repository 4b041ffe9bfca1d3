import { useState } from 'preact/hooks'
import type { ChatSession, ClientDetails } from '@pult/protocol'
import { useDesk, useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { useAsking } from '../parts/use-asking.ts'
import { Trouble } from '../parts/field.tsx'
import { BanForm } from './ban-form.tsx'
import type { DetailsRead } from './use-client-details.ts'

/** That the client is banned, why and until when, and the way out of it. */
export function BanNotice(props: {
  readonly card: ChatSession
  readonly details: ClientDetails | null
  readonly read: DetailsRead
  readonly writable: boolean
}) {
  const { client } = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  const { card, details, read, writable } = props
  const banned = details?.banned ?? card.clientBanned === true
  const { clientId } = card
  if (!banned) return null
  return (
    <div class="ban-notice">
      <Icon name="ban" small />
      <div class="grow">
        <p>
          {details?.bannedUntil
            ? words.say('panel.banned.until', { time: words.moment(details.bannedUntil) })
            : words.say('panel.banned')}
        </p>
        {details?.banReason && <p class="said">{details.banReason}</p>}
        <Trouble text={trouble} />
      </div>
      {writable && clientId !== null && (
        <button
          type="button"
          class="small"
          disabled={busy}
          onClick={() => ask(() => client.command('banClient', { clientId, banned: false }), read.again)}
        >
          {words.say('act.unban')}
        </button>
      )}
    </div>
  )
}

/** Spam on and off, and the ban: at the end of the panel, where no hand comes by chance. */
export function StandingActs(props: {
  readonly card: ChatSession
  readonly details: ClientDetails | null
  readonly read: DetailsRead
  /** The session is open, and its card can be changed. */
  readonly open: boolean
}) {
  const { client } = useDesk()
  const words = useWords()
  const { busy, trouble, ask } = useAsking()
  const [banning, setBanning] = useState(false)
  const { card, details, read, open } = props
  const { clientId } = card
  const banned = details?.banned ?? card.clientBanned === true
  if (banning && clientId !== null && !banned)
    return (
      <BanForm
        clientId={clientId}
        legend={words.say('ban.title')}
        onDone={() => {
          read.again()
          setBanning(false)
        }}
        onLeave={() => setBanning(false)}
      />
    )
  return (
    <div class="standing">
      {open && (
        <button
          type="button"
          class="quiet small"
          aria-pressed={card.markedAsSpam}
          disabled={busy}
          onClick={() =>
            ask(() => client.command('markSpam', { sessionId: card.id, spam: !card.markedAsSpam }))
          }
        >
          <Icon name="spam" small /> {words.say(card.markedAsSpam ? 'act.notSpam' : 'act.spam')}
        </button>
      )}
      {clientId !== null && !banned && (
        <button type="button" class="quiet small danger-text" onClick={() => setBanning(true)}>
          <Icon name="ban" small /> {words.say('act.ban')}
        </button>
      )}
      <Trouble text={trouble} />
    </div>
  )
}
