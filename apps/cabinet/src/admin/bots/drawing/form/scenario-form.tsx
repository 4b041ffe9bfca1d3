import { LIST_MAX, VARIABLES_MAX, type Flow } from '@pult/bots/flow'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useFlowWords } from '../../flow-words.ts'
import { ExitField, LineField, Rows } from './fields.tsx'
import { ListField } from './list-field.tsx'
import { orNone, orNothing, patched } from './patched.ts'

const ways = ['start', 'otherwise', 'returned', 'operatorUnavailable'] as const

/** What belongs to no node: where a conversation comes in, what everything is told, the clock. */
export function ScenarioForm(props: {
  readonly flow: Flow
  /** Whether it could be applied. */
  readonly onFlow: (flow: Flow, path: string) => boolean
}) {
  const { flow, onFlow } = props
  const words = useFlowWords()
  const [shown, setShown] = useState(flow)
  const given = useRef(flow)
  useEffect(() => {
    if (given.current === flow) return
    given.current = flow
    setShown(flow)
  }, [flow])
  function change(next: Flow, path: string): void {
    setShown(next)
    onFlow(next, path)
  }
  const { callOperator } = shown
  return (
    <>
      <LineField
        path="name"
        label={words.say('form.scenario.name')}
        value={shown.name ?? ''}
        onValue={(name) => change(patched(shown, { name: orNothing(name) }), 'name')}
      />
      {ways.map((way) => (
        <ExitField
          key={way}
          path={way}
          label={words.say(`draw.in.${way}`)}
          isStart={way === 'start'}
          to={shown[way]}
          onTo={(to) => {
            if (way !== 'start') change(patched(shown, { [way]: to }), way)
            else if (to !== undefined) change({ ...shown, start: to }, way)
          }}
        />
      ))}
      <ListField
        path="callOperator.words"
        label={words.say('draw.in.callOperator')}
        hint={words.say('form.call.hint')}
        items={callOperator?.words ?? []}
        onItems={(found) =>
          change(
            patched(shown, {
              callOperator:
                found.length === 0 ? undefined : { ...callOperator, words: found.slice(0, LIST_MAX) },
            }),
            'callOperator',
          )
        }
      />
      {callOperator !== undefined && (
        <ExitField
          path="callOperator.to"
          label={words.say('form.call.to')}
          to={callOperator.to}
          onTo={(to) => change({ ...shown, callOperator: patched(callOperator, { to }) }, 'callOperator.to')}
        />
      )}
      <LineField
        path="timeZone"
        label={words.say('form.timeZone')}
        placeholder="Europe/Moscow"
        code
        value={shown.timeZone ?? ''}
        onValue={(timeZone) => change(patched(shown, { timeZone: orNothing(timeZone) }), 'timeZone')}
      />
      <Rows
        label={words.say('form.variables')}
        add={words.say('form.values.add')}
        items={shown.variables ?? []}
        blank={() => ({ name: words.say('draw.new.variable'), value: '' })}
        most={VARIABLES_MAX}
        onItems={(variables) => change(patched(shown, { variables: orNone(variables) }), 'variables')}
      >
        {(one, index, set) => (
          <>
            <LineField
              path={`variables.${index}.name`}
              label={words.say('form.variable')}
              code
              value={one.name}
              onValue={(name) => set({ ...one, name })}
            />
            <LineField
              path={`variables.${index}.value`}
              label={words.say('form.value')}
              value={one.value}
              onValue={(value) => set({ ...one, value })}
            />
          </>
        )}
      </Rows>
    </>
  )
}
