import type { Flow, FlowEvent, Situation } from '@pult/bots/flow'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useDesk, useWords } from '../../parts/context.ts'
import { Icon } from '../../parts/icon.tsx'
import { formText, submitted } from '../../parts/form-text.ts'
import { FlowCall } from './flow-call.tsx'
import { FlowLine } from './flow-line.tsx'
import { nothingSaid, told, type TestRun } from './test-run.ts'

/** A chat with the scenario as it is written now, in this browser alone: no client, no operator and no other server hears of it. */
export function FlowTest(props: {
  /** Null: it cannot be understood now; the last one that could is played on. */
  readonly flow: Flow | null
  readonly secrets: Readonly<Record<string, string>>
  readonly run: TestRun
  readonly onRun: (next: (before: TestRun) => TestRun) => void
}) {
  const { run } = props
  const { nowMs } = useDesk()
  const words = useWords()
  const [flow, setFlow] = useState(props.flow)
  const log = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (props.flow !== null) setFlow(props.flow)
  }, [props.flow])
  useLayoutEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [run])

  function tell(event: FlowEvent): void {
    if (flow === null) return
    const situation: Situation = {
      nowMs: nowMs.value,
      revision: 1,
      client: {
        name: words.say('bots.test.client'),
        email: null,
        phone: null,
        language: words.language,
        externalId: null,
        attributes: {},
      },
      channel: { id: 'test', type: 'WIDGET' },
      secrets: props.secrets,
    }
    props.onRun((before) => told(before, flow, event, situation))
  }
  const says = (body: string, actionId?: string) => tell({ name: 'message', body, actionId, attachments: 0 })
  const isWaiting = run.wants !== null || run.isWithPeople
  return (
    <section class="flow-test" aria-label={words.say('bots.test')}>
      <header class="row">
        <h2 class="grow">{words.say('bots.test')}</h2>
        <button
          type="button"
          class="quiet small"
          disabled={run === nothingSaid}
          onClick={() => props.onRun(() => nothingSaid)}
        >
          <Icon name="refresh" /> {words.say('bots.test.again')}
        </button>
      </header>
      <div ref={log} class="flow-log" role="log" tabIndex={0} aria-label={words.say('bots.test.log')}>
        {run.lines.length === 0 && (
          <p class="empty">{words.say(flow === null ? 'bots.test.unread' : 'bots.test.empty')}</p>
        )}
        <ol>
          {run.lines.map((line, index) => (
            <FlowLine key={index} line={line} onPress={isWaiting ? null : says} />
          ))}
        </ol>
      </div>
      {run.wants !== null && (
        <FlowCall call={run.wants} onAnswer={(answer) => tell({ name: 'called', ...answer })} />
      )}
      {run.isWithPeople && (
        <div class="flow-way">
          <button type="button" onClick={() => tell({ name: 'begin', why: 'BACK' })}>
            {words.say('bots.test.back')}
          </button>
          <button type="button" onClick={() => tell({ name: 'begin', why: 'OPERATOR_UNAVAILABLE' })}>
            {words.say('bots.test.nobody')}
          </button>
        </div>
      )}
      {!isWaiting && (
        <form
          class="row flow-say"
          onSubmit={(event) => {
            const body = formText(submitted(event), 'body').trim()
            event.currentTarget.reset()
            if (body !== '') says(body)
          }}
        >
          <input
            name="body"
            aria-label={words.say('bots.test.say')}
            placeholder={words.say('bots.test.say')}
            autocomplete="off"
            disabled={flow === null}
          />
          <button
            type="submit"
            class="primary square"
            aria-label={words.say('bots.test.send')}
            disabled={flow === null}
          >
            <Icon name="send" />
          </button>
        </form>
      )}
    </section>
  )
}
