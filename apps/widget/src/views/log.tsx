/** @jsxImportSource ../dom */
import type { App } from '../app.ts'
import { latest } from '../dom/latest.ts'
import { permitted } from '../standing.ts'
import { timelineOf, type Row } from '../timeline.ts'
import type { View } from '../view.ts'
import { dayName, localDay } from '../when.ts'
import { MessageItem } from './message.tsx'
import { Rating } from './rating.tsx'
import * as words from '../words.ts'

/** The rows of the view; the same object while nothing in them has changed. */
export const rowsOf = latest((messages: TimelineMessages, outbox: TimelineOutbox): readonly Row[] =>
  timelineOf({ messages, outbox, dayOf: localDay }),
)
type TimelineMessages = Parameters<typeof timelineOf>[0]['messages']
type TimelineOutbox = Parameters<typeof timelineOf>[0]['outbox']

export interface LogProps {
  readonly app: App
  readonly view: View
}

export function Log({ app, view }: LogProps) {
  const { chat } = view
  if (chat === null) return null
  const { session } = chat
  const rates = session !== null && (permitted(chat).rate || view.rated === session.id)
  return (
    <>
      {rowList(
        app,
        rowsOf(chat.messages, chat.outbox),
        view.over,
        view.unseen,
        session?.status === 'CLOSED',
        rates ? view.score : null,
        rates ? view.comment : '',
        rates && view.rated === session.id,
      )}
    </>
  )
}

/** A long log is not computed again for a key press or for somebody's typing. */
const rowList = latest(
  (
    app: App,
    rows: readonly Row[],
    over: View['over'],
    unseen: View['unseen'],
    ended: boolean,
    score: number | null,
    comment: string,
    thanks: boolean,
  ) => {
    const nowMs = Date.now()
    return (
      <ol>
        {rows.map((row) =>
          row.kind === 'message' ? (
            <MessageItem key={row.key} app={app} row={row} over={over} unseen={unseen} />
          ) : (
            <li key={row.key} class={row.kind}>
              {row.kind === 'day' ? dayName(row.atMs, nowMs, words.language) : row.body}
            </li>
          ),
        )}
        {ended && (
          <li key="ended" class="system">
            {words.sessionEnded}
          </li>
        )}
        {score !== null && <Rating key="rating" app={app} score={score} comment={comment} thanks={thanks} />}
      </ol>
    )
  },
)
