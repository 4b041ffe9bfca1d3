import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { BODY_CHARS_MAX, NOTE_CHARS_MAX, type ChatSession } from '@pult/protocol'
import { LinkLine } from '../desk/link-line.tsx'
import { HelpStrip } from '../help/help-strip.tsx'
import { holesIn } from '../canned/variables.ts'
import { showChord } from '../commands/chord.ts'
import { onMac } from '../commands/this-machine.ts'
import { useDesk, useWords } from '../parts/context.ts'
import { Trouble } from '../parts/field.tsx'
import { sayError } from '../store/error-words.ts'
import { sayAttachRefusal } from './attach-words.ts'
import { calledAt, type Called } from './completion.ts'
import { Completions, useOffers, type Offer } from './completions.tsx'
import { ComposerAim } from './composer-aim.tsx'
import { composerKey, parseSendKey } from './composer-keys.ts'
import { ComposerTools } from './composer-tools.tsx'
import type { Composer } from './composer.ts'
import { UploadList } from './upload-list.tsx'
import { replaceIn } from './replace-in.ts'

/** The field grows with its text by itself; measured by hand, every letter and every switch to another chat would lay out the page twice. */
const growsItself = (): boolean => CSS.supports('field-sizing', 'content')
/** From here on it is counted what is left. */
const NEAR_LIMIT_CHARS = 500

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
  const [caret, setCaret] = useState<readonly [number, number]>([0, 0])
  const [offerAt, setOfferAt] = useState(0)
  /** What was waved away with Escape is not offered again until another one is called for. */
  const [waved, setWaved] = useState<number | null>(null)
  /** The text that was not sent because something in it is still to be filled in. */
  const [holed, setHoled] = useState<string | null>(null)
  const helping = desk.helper.of(composer.sessionId)
  const aim = composer.aim.value
  const text = composer.text.value
  const left = (aim.name === 'note' ? NOTE_CHARS_MAX : BODY_CHARS_MAX) - text.length
  const sendKey = parseSendKey(desk.kept.read('send-key'))
  const coarse = matchMedia('(pointer: coarse)').matches

  const calledNow = calledAt(text, caret[0], caret[1])
  const called = calledNow === null || calledNow.from === waved ? null : calledNow
  const offers = useOffers(called, card)
  const offering = called !== null && (called.kind === 'canned' || (offers ?? []).length > 0)

  useEffect(() => {
    // A phone would open its keyboard over the chat that one has only come to read.
    if (!coarse) field.current?.focus()
  }, [coarse])
  // Before it is painted: the next key is meant for the field, Escape too, which would leave the chat elsewhere.
  useLayoutEffect(() => {
    if (aim.name !== 'answer' || composer.replyTo.value !== null) field.current?.focus()
  }, [aim, composer.replyTo.value])
  useEffect(() => {
    const element = field.current
    if (element === null || growsItself()) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text])
  useEffect(() => setOfferAt(0), [called?.kind, called?.query])
  useEffect(() => {
    const inserted = composer.insertion.value
    if (inserted === null || field.current === null) return
    composer.insertion.value = null
    put(inserted, null)
  }, [composer.insertion.value])

  /** Into the place of what is marked, or of what was typed to call for it; the first thing to be filled in is marked then. */
  function put(words: string, place: Called | null): void {
    const element = field.current
    if (element === null) return
    const [from, to] =
      place === null ? [element.selectionStart, element.selectionEnd] : [place.from, place.to]
    replaceIn(element, from, to, words)
    composer.write(element.value)
    const hole = holesIn(words)[0]
    if (hole !== undefined) element.setSelectionRange(from + hole.from, from + hole.to)
    setCaret([element.selectionStart, element.selectionEnd])
  }
  /** The browser's own undo brings back what stood there. */
  function replaceAll(next: string): void {
    const element = field.current
    if (element === null) return
    replaceIn(element, 0, element.value.length, next)
    composer.write(element.value)
  }
  function take(offer: Offer): void {
    if (called !== null) put(offer.insert(), called)
  }
  function attach(list: Iterable<File>): void {
    const refusal = composer.uploads.add(list)
    if (refusal !== null) desk.news.say(sayAttachRefusal(words, refusal))
  }
  function send(type: 'REGULAR' | 'TERMINAL', asItIs = false): void {
    if (left < 0) return
    const hole = holesIn(text)[0]
    if (hole !== undefined && !asItIs) {
      setHoled(text)
      field.current?.focus()
      field.current?.setSelectionRange(hole.from, hole.to)
      return
    }
    // The button is off meanwhile, but Enter is not, and an Enter that does nothing looks like a lost message.
    if (aim.name === 'answer' && composer.uploads.busy.value) desk.news.tell('composer.attach.busy')
    if (composer.send(type)) desk.atBottom.value = true
    setHoled(null)
    field.current?.focus()
  }
  /** While something is offered, these keys are its own. */
  function onOfferKey(event: KeyboardEvent): boolean {
    if (!offering || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
    const list = offers ?? []
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const chosen = list[offerAt]
    if (event.key === 'Escape') setWaved(called.from)
    else if (step !== undefined && list.length > 0) setOfferAt((offerAt + step + list.length) % list.length)
    // Enter while the list is still being loaded must not send the half-typed call for it.
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && offers === null) return true
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen !== undefined)
      take(chosen)
    else return false
    return true
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (onOfferKey(event)) {
      event.preventDefault()
      return
    }
    const deed = composerKey(event, {
      aim,
      empty: text === '',
      replying: composer.replyTo.value !== null,
      helped: helping.now.value !== null,
      coarse,
      sendKey,
    })
    if (deed === null) return
    event.preventDefault()
    if (deed === 'send') send('REGULAR')
    if (deed === 'sendLast') send('TERMINAL')
    if (deed === 'dropHelp') helping.drop()
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
  function onCaret(): void {
    const element = field.current
    if (element === null) return
    const { selectionStart, selectionEnd } = element
    if (selectionStart !== caret[0] || selectionEnd !== caret[1]) setCaret([selectionStart, selectionEnd])
    if (waved !== null && calledAt(element.value, selectionStart, selectionEnd)?.from !== waved)
      setWaved(null)
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
      <HelpStrip composer={composer} onUse={replaceAll} onLeave={() => field.current?.focus()} />
      <Trouble text={composer.error.value === null ? null : sayError(words, composer.error.value)} />
      {left < 0 && <Trouble text={words.count('composer.toolong', -left)} />}
      {holed === text && (
        <div class="trouble row wrap" role="alert">
          <span class="grow">{words.say('canned.hole')}</span>
          <button type="button" class="small" onClick={() => send('REGULAR', true)}>
            {words.say('canned.hole.send')}
          </button>
        </div>
      )}
      <div class="composer-box">
        {offering && (
          <Completions
            called={called}
            offers={offers}
            at={offerAt}
            onPoint={setOfferAt}
            onTake={take}
            onManage={() => {
              desk.over.value = { name: 'canned' }
            }}
          />
        )}
        <UploadList uploads={composer.uploads} />
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={text}
          spellcheck
          aria-label={words.say('composer.label')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={offering ? 'completions' : undefined}
          aria-activedescendant={offering && (offers ?? []).length > 0 ? `offer-${offerAt}` : undefined}
          placeholder={words.say(
            aim.name === 'note'
              ? 'composer.note.placeholder'
              : coarse
                ? 'composer.placeholder.phone'
                : sendKey === 'mod'
                  ? 'composer.placeholder.mod'
                  : 'composer.placeholder',
            { keys: showChord('Mod+Enter', onMac) },
          )}
          onInput={(event) => {
            composer.write(event.currentTarget.value)
            onCaret()
          }}
          onSelect={onCaret}
          onKeyUp={onCaret}
          onClick={onCaret}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])]
            if (pasted.length === 0 || aim.name !== 'answer') return
            event.preventDefault()
            attach(pasted)
          }}
        />
        <ComposerTools
          composer={composer}
          left={left <= NEAR_LIMIT_CHARS ? left : null}
          onAttach={attach}
          onEmoji={(sign) => put(sign, null)}
          onEmojiClosed={() => field.current?.focus()}
          onTerminal={() => send('TERMINAL')}
        />
      </div>
    </form>
  )
}
