import { useEffect, useState } from 'preact/hooks'
import type { CannedReply, ChatSession } from '@pult/protocol'
import { fillVariables, holesIn, variablesOf } from '../canned/variables.ts'
import { mineFirst } from '../canned/own-first.ts'
import { rank } from '../commands/fuzzy.ts'
import type { Emoji } from '../emoji/emoji.ts'
import type { Finder } from '../emoji/find-emoji.ts'
import { loadEmoji } from '../emoji/load-emoji.ts'
import { parseTone, withTone } from '../emoji/tone.ts'
import { parseRecent, withRecent } from '../emoji/recent.ts'
import { useDesk, useWords } from '../parts/context.ts'
import type { Called } from './completion.ts'

/** A line that can be taken into the field. */
export interface Offer {
  readonly id: string
  readonly sign: string
  readonly title: string
  readonly text: string
  /** What comes in the place of what was typed. */
  readonly insert: () => string
}

/** Beyond it one types another letter. */
const OFFERS_MAX = 8

/** What fits what is being called for; null while it is not known yet. The replies and the emoji are loaded at the first call. */
export function useOffers(called: Called | null, card: ChatSession): readonly Offer[] | null {
  const desk = useDesk()
  const words = useWords()
  const [finder, setFinder] = useState<Finder | null>(null)
  const replies = desk.state.cannedReplies.value
  const kind = called?.kind ?? null
  const { client, kept } = desk
  useEffect(() => {
    if (kind === 'canned' && client.state.cannedReplies === null)
      client.loadCannedReplies().catch(() => undefined)
    if (kind === 'emoji') loadEmoji(words.language).then(setFinder, () => undefined)
  }, [kind, client, words.language])

  if (called === null) return []
  if (called.kind === 'emoji') {
    if (finder === null) return null
    return finder.find(called.query, OFFERS_MAX).map(offerOfEmoji)
  }
  if (replies === null) return null
  return rank(called.query, mineFirst(replies.values()), textsOf).slice(0, OFFERS_MAX).map(offerOfReply)

  function offerOfReply(reply: CannedReply): Offer {
    const text = fillVariables(reply.body, variablesOf(desk, card))
    return { id: reply.id, sign: `/${reply.shortcut}`, title: reply.title, text, insert: () => text }
  }
  function offerOfEmoji(emoji: Emoji): Offer {
    const sign = withTone(emoji.sign, emoji.tonable ? parseTone(kept.read('tone')) : 0)
    return {
      id: emoji.sign,
      sign,
      title: emoji.label,
      text: emoji.codes[0] === undefined ? '' : `:${emoji.codes[0]}`,
      insert() {
        kept.write('emoji', withRecent(parseRecent(kept.read('emoji')), emoji.sign).join(' '))
        return `${sign} `
      },
    }
  }
}

function textsOf({ shortcut, title, body }: CannedReply): readonly string[] {
  return [shortcut, title, body]
}

/** The list above the field. The field keeps the focus and says by `aria-activedescendant` which line is chosen. */
export function Completions(props: {
  readonly called: Called
  readonly offers: readonly Offer[] | null
  readonly at: number
  readonly onPoint: (index: number) => void
  readonly onTake: (offer: Offer) => void
  readonly onManage: () => void
}) {
  const words = useWords()
  const { called, offers, at } = props
  const canned = called.kind === 'canned'
  if (!canned && (offers === null || offers.length === 0)) return null
  return (
    <div class="completions">
      <div
        id="completions"
        role="listbox"
        aria-label={words.say(canned ? 'canned.title' : 'composer.emoji')}
        class="completions-list"
      >
        {(offers ?? []).map((offer, index) => (
          <div
            key={offer.id}
            id={`offer-${index}`}
            role="option"
            aria-selected={index === at}
            class="completion"
            ref={index === at ? intoView : null}
            onPointerMove={() => props.onPoint(index)}
            // The field keeps the focus, and with it the caret.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onTake(offer)}
          >
            <span class={canned ? 'completion-call' : 'completion-emoji'}>{offer.sign}</span>
            {offer.title !== '' && <span class="completion-title">{offer.title}</span>}
            <Preview text={offer.text} />
          </div>
        ))}
      </div>
      {canned && (
        <div class="completions-foot" role="status">
          <span class={`grow dim ${(offers ?? []).length > 0 ? 'desk-only' : ''}`}>
            {offers === null
              ? words.say('app.loading')
              : offers.length === 0
                ? words.say(called.query === '' ? 'canned.none' : 'key.palette.nothing')
                : words.say('canned.hint')}
          </span>
          <button
            type="button"
            class="quiet small"
            onPointerDown={(event) => event.preventDefault()}
            onClick={props.onManage}
          >
            {words.say('canned.manage')}
          </button>
        </div>
      )}
    </div>
  )
}

/** The words as they would be sent, with what nobody knows marked. */
function Preview({ text }: { readonly text: string }) {
  const parts = []
  let end = 0
  for (const { from, to } of holesIn(text)) {
    parts.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>)
    end = to
  }
  return (
    <span class="dim cut grow">
      {parts}
      {text.slice(end)}
    </span>
  )
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
