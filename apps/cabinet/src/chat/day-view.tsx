import { useDesk, useWords } from '../parts/context.ts'
import { useChat } from './chat-context.ts'
import { sessionOf, type Day, type Line } from './days.ts'
import { MessageLine } from './message-line.tsx'
import { NoteLine } from './note-line.tsx'
import { SessionBreak } from './session-break.tsx'
import { PendingLine } from './pending-line.tsx'
import { StepsLine } from './steps-line.tsx'

/** What one day holds; its name stays on top as long as one reads in it. */
export function DayView(props: {
  readonly day: Day
  /** Which buttons under which messages were pressed. */
  readonly clicked: ReadonlyMap<string, ReadonlySet<string>>
}) {
  const { day, clicked } = props
  const { nowMs } = useDesk()
  const words = useWords()
  return (
    <section class="day">
      <h2 class="day-head">
        <span>{words.day(day.at, nowMs.peek())}</span>
      </h2>
      <ul>
        {day.lines.map((line) => (
          <LineView key={keyOf(line)} line={line} clicked={clicked.get(line.entry.id)} />
        ))}
      </ul>
    </section>
  )
}

/** A message of ours keeps the key under which it waited, so that its bubble stays when it is told. */
function keyOf({ entry }: Line): string {
  return entry.kind === 'message' ? (entry.message.key ?? entry.id) : entry.id
}

function LineView(props: { readonly line: Line; readonly clicked: ReadonlySet<string> | undefined }) {
  const words = useWords()
  const { view } = useChat()
  const { entry, opensRun, opensSession } = props.line
  return (
    <>
      {opensSession && entry.kind !== 'pending' && <SessionBreak sessionId={sessionOf(entry)} />}
      {view.firstUnread.value === entry.id && (
        <li class="unread-line">
          <span>{words.say('chat.new')}</span>
        </li>
      )}
      {entry.kind === 'message' && (
        <MessageLine message={entry.message} opensRun={opensRun} clicked={props.clicked} />
      )}
      {entry.kind === 'note' && <NoteLine note={entry.note} />}
      {entry.kind === 'steps' && <StepsLine id={entry.id} steps={entry.steps} />}
      {entry.kind === 'pending' && <PendingLine item={entry.pending} opensRun={opensRun} />}
    </>
  )
}
