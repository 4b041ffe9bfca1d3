import { useRef, useState } from 'preact/hooks'
import type { ChatSession } from '@pult/protocol'
import type { Shown } from '../desk/gate.ts'
import { useWords } from '../parts/context.ts'
import { AttributesSection } from './attributes-section.tsx'
import { ContactsSection } from './contacts-section.tsx'
import { NotesSection } from './notes-section.tsx'
import { PanelHead } from './panel-head.tsx'
import { PastSessionView } from './past-session-view.tsx'
import { PastSessions } from './past-sessions.tsx'
import { PlaceSection } from './place-section.tsx'
import { SessionSection } from './session-section.tsx'
import { BanNotice, StandingActs } from './standing.tsx'
import { TagsSection } from './tags-section.tsx'
import { useClientDetails } from './use-client-details.ts'
import { VisitSection } from './visit-section.tsx'

/** Who writes: what the card tells at once, and what the server knows besides; or, in its place, an earlier session of theirs. */
export function ClientPanel({ shown }: { readonly shown: Shown }) {
  const words = useWords()
  const [past, setPast] = useState<ChatSession | null>(null)
  const panel = useRef<HTMLElement>(null)
  const { card } = shown

  function leavePast(): void {
    setPast(null)
    requestAnimationFrame(() =>
      panel.current?.querySelector<HTMLElement>(`[data-past="${past?.id}"]`)?.focus(),
    )
  }
  return (
    <aside ref={panel} class="panel" aria-label={words.say('panel.label')}>
      {past !== null && <PastSessionView key={past.id} card={past} onBack={leavePast} />}
      {/* Hidden and not taken away: what was half-written and how far one had scrolled is there when one comes back. */}
      <div class="panel-body" hidden={past !== null}>
        <PanelHead card={card} />
        <Client key={card.clientId} shown={shown} onPast={setPast} />
      </div>
    </aside>
  )
}

function Client({ shown, onPast }: { readonly shown: Shown; readonly onPast: (card: ChatSession) => void }) {
  const { card, where } = shown
  const read = useClientDetails(card.clientId)
  const { details } = read
  // A chat that left is no longer ours to change; of one that is over only the client is.
  const open = where === 'open'
  const mine = where !== 'departed'
  return (
    <div class="panel-parts">
      <BanNotice card={card} details={details} read={read} writable={mine} />
      <TagsSection key={card.id} card={card} writable={open} />
      <ContactsSection card={card} read={read} />
      <PlaceSection coordinates={card.coordinates} />
      <VisitSection card={card} device={details?.device} />
      <SessionSection card={card} />
      {details !== null && <AttributesSection details={details} read={read} />}
      <NotesSection key={`${card.id} notes`} card={card} writable={open} />
      {card.clientId !== null && (
        <PastSessions clientId={card.clientId} currentId={card.id} onOpen={onPast} />
      )}
      {mine && <StandingActs card={card} details={details} read={read} open={open} />}
    </div>
  )
}
