import type { Ending } from '@pult/bots/flow'
import { useDesk, useWords } from '../../parts/context.ts'
import { Text } from '../../parts/text.tsx'
import type { TestLine } from './test-run.ts'

/** A line of the test run: what a client would see, and what happens behind it. */
export function FlowLine(props: {
  readonly line: TestLine
  /** Null: nobody listens to a button now. */
  readonly onPress: ((label: string, actionId: string) => void) | null
}) {
  const { line, onPress } = props
  const words = useWords()
  switch (line.by) {
    case 'client':
      return (
        <li class="flow-line ours">
          <p class="bubble by-OPERATOR body">{line.text}</p>
        </li>
      )
    case 'bot':
      return (
        <li class="flow-line theirs">
          <p class="bubble by-BOT body">
            <Text text={line.said.body} />
          </p>
          {line.said.actions !== undefined && (
            <div class="row wrap">
              {line.said.actions.map(({ id, label }) => (
                <button
                  key={id}
                  type="button"
                  class="small"
                  disabled={onPress === null}
                  onClick={() => onPress?.(label, id)}
                >
                  {label}
                </button>
              ))}
            </div>
          )}
        </li>
      )
    case 'call':
      return (
        <li class="flow-step">
          {words.say(line.ok ? 'bots.test.call.ok' : 'bots.test.call.failed', {
            call: `${line.call.method} ${line.call.url}`,
          })}
        </li>
      )
    case 'end':
      return <Ended ending={line.ending} />
    case 'lost':
      return <li class="flow-step alarm-text">{words.say('bots.test.lost')}</li>
  }
}

/** What people are given with the client, as they will find it. */
function Ended({ ending }: { readonly ending: Ending }) {
  const words = useWords()
  const { groups } = useDesk().state
  if (ending.name === 'close')
    return (
      <li class="flow-step">
        <strong>{words.say('bots.test.closed')}</strong>
        {ending.reason !== undefined && <p class="body">{ending.reason}</p>}
      </li>
    )
  const { summary, fields = {}, groupId, skills = [], language, priority } = ending
  const known: readonly (readonly [string, string])[] = [
    ...Object.entries(fields),
    ...(groupId === undefined
      ? []
      : [[words.say('admin.group'), groups.value.get(groupId)?.name ?? groupId] as const]),
    ...(skills.length === 0 ? [] : [[words.say('bots.test.skills'), skills.join(', ')] as const]),
    ...(language === undefined ? [] : [[words.say('bots.test.language'), language] as const]),
    ...(priority === undefined ? [] : [[words.say('bots.test.priority'), String(priority)] as const]),
  ]
  return (
    <li class="flow-step">
      <strong>{words.say('bots.test.handed')}</strong>
      {summary !== undefined && <p class="body">{summary}</p>}
      {known.length > 0 && (
        <dl>
          {known.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
