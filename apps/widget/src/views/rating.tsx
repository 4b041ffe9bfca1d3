/** @jsxImportSource ../dom */
import { REASON_CHARS_MAX } from '@pult/protocol'
import type { App } from '../app.ts'
import { fill } from '../fill.ts'
import { Icon } from './icon.tsx'
import * as words from '../words.ts'

const SCORES = [1, 2, 3, 4, 5] as const

export interface RatingProps {
  readonly app: App
  /** 0 while none is chosen. */
  readonly score: number
  readonly comment: string
  /** It has been given: say thanks instead of asking. */
  readonly thanks: boolean
}

/** Asked once, after the chat has ended; radio buttons underneath, so that arrows and screen readers work as everywhere. */
export function Rating({ app, score, comment, thanks }: RatingProps) {
  if (thanks)
    return (
      <li class="rating" role="status">
        <p>{words.rateThanks}</p>
      </li>
    )
  return (
    <li class="rating">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          app.rate()
        }}
      >
        <fieldset>
          <legend>{words.rateQuestion}</legend>
          <div class="scores">
            {SCORES.map((each) => (
              <label class={each <= score ? 'on' : ''}>
                <input
                  type="radio"
                  class="hidden"
                  name="score"
                  aria-label={fill(words.rateScore, { score: each })}
                  checked={each === score}
                  onChange={() => app.show({ score: each })}
                />
                <Icon name="star" size={30} filled={each <= score} />
              </label>
            ))}
          </div>
        </fieldset>
        {score > 0 && (
          <>
            <textarea
              aria-label={words.rateComment}
              placeholder={words.rateComment}
              maxLength={REASON_CHARS_MAX}
              value={comment}
              onInput={({ currentTarget }) => app.show({ comment: currentTarget.value })}
            />
            <button type="submit" class="solid">
              {words.rateSend}
            </button>
          </>
        )}
      </form>
    </li>
  )
}
