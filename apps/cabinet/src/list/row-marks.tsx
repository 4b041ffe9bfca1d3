import type { ChatSession } from '@pult/protocol'
import { Icon } from '../parts/icon.tsx'
import type { Desk } from '../store/desk.ts'
import type { Words } from '../words/words.ts'
import { CountdownMark } from './countdown-mark.tsx'

/** Tags beyond it are a number: a row has one line for them. */
const TAGS_SHOWN = 2

/** The third line of a row: until when, what is wrong, by which way, with whom, and about what. */
export function RowMarks(props: {
  readonly card: ChatSession
  readonly desk: Desk
  readonly words: Words
  /** Whether it has to be said who has it. */
  readonly holder: boolean
}) {
  const { card, desk, words, holder } = props
  const more = card.tags.length - TAGS_SHOWN
  const kind = card.messengerType ?? 'API'
  const channel = desk.state.channels.value.get(card.channel)?.name
  return (
    <span class="session-line marks">
      <CountdownMark card={card} />
      {card.markedAsSpam && <span class="mark-chip alarm kept">{words.say('list.spam')}</span>}
      {card.clientBanned === true && <span class="mark-chip alarm kept">{words.say('panel.banned')}</span>}
      <span class="channel-mark" title={words.say(`kind.${kind}`)}>
        <Icon name={kind} small />
        <span class="cut">{channel ?? words.say(`kind.${kind}`)}</span>
      </span>
      {holder && <Holder card={card} desk={desk} words={words} />}
      {card.tags.slice(0, TAGS_SHOWN).map((tag) => (
        <span key={tag} class="mark-chip cut">
          {tag}
        </span>
      ))}
      {more > 0 && <span class="mark-chip kept">+{more}</span>}
    </span>
  )
}

function Holder({
  card,
  desk,
  words,
}: {
  readonly card: ChatSession
  readonly desk: Desk
  readonly words: Words
}) {
  const bot = card.operatorId === null && card.botStatus === 'BOT'
  if (card.operatorId === null && !bot) return null
  const name = bot
    ? words.say('chat.bot')
    : (desk.state.operators.value.get(card.operatorId ?? '')?.name ?? '…')
  return (
    <span class="channel-mark" title={bot ? words.say('holder.bot') : words.say('holder.operator', { name })}>
      <Icon name={bot ? 'bot' : 'user'} small />
      <span class="cut">{name}</span>
    </span>
  )
}
