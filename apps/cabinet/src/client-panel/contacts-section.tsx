import { useRef, useState } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import { useWords } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { sayError } from '../store/error-words.ts'
import { ContactsForm } from './contacts-form.tsx'
import { Fact } from './fact.tsx'
import { PanelSection } from './panel-section.tsx'
import { Skeleton } from './skeleton.tsx'
import { telHref } from './tel-href.ts'
import type { DetailsRead } from './use-client-details.ts'

/** How the client is reached; changed in place. */
export function ContactsSection({ card, read }: { readonly card: ChatSession; readonly read: DetailsRead }) {
  const words = useWords()
  const [editing, setEditing] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const { details } = read
  if (card.clientId === null) return null
  const nothing =
    details !== null &&
    !details.email &&
    !details.phone &&
    !details.language &&
    !card.whatsappPhone &&
    !card.clientExternalId

  function leave(): void {
    setEditing(false)
    // The button comes back with the next picture.
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <PanelSection
      part="contacts"
      title={words.say('panel.contacts')}
      acts={
        details !== null &&
        !editing && (
          <button
            ref={opener}
            type="button"
            class="quiet square small"
            aria-label={words.say('panel.edit')}
            data-tip={words.say('panel.edit')}
            data-tip-side="left"
            onClick={() => setEditing(true)}
          >
            <Icon name="edit" small />
          </button>
        )
      }
    >
      {details === null && read.error === null && <Skeleton rows={3} />}
      {details === null && read.error !== null && (
        <div class="stack-small" role="alert">
          <p>
            {words.say('panel.failed')} {sayError(words, read.error)}
          </p>
          <button type="button" class="small" onClick={read.again}>
            {words.say('app.retry')}
          </button>
        </div>
      )}
      {details !== null && editing && <ContactsForm details={details} read={read} onLeave={leave} />}
      {details !== null && !editing && (
        <dl class="facts">
          <Fact
            label={words.say('panel.email')}
            text={details.email}
            href={details.email === null ? null : `mailto:${details.email}`}
            copy
          />
          <Fact
            label={words.say('panel.phone')}
            text={details.phone}
            href={telHref(details.phone ?? '')}
            copy
          />
          <Fact
            label={words.say('panel.whatsapp')}
            text={card.whatsappPhone}
            href={telHref(card.whatsappPhone ?? '')}
            copy
          />
          <Fact label={words.say('panel.language')} text={languageName(details.language, words.language)} />
          <Fact label={words.say('panel.external')} text={card.clientExternalId} copy />
        </dl>
      )}
      {nothing && !editing && <p class="hint">{words.say('panel.contacts.none')}</p>}
    </PanelSection>
  )
}

/** "pt-BR" → "Brazilian Portuguese"; what is no language tag stays as it was written. */
function languageName(tag: string | null, language: string): string | null {
  if (tag === null || tag === '') return null
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
