import { WEEKDAYS, type NodeOf } from '@pult/bots/flow'
import { useMemo, useState } from 'preact/hooks'
import { useWords } from '../../../../parts/context.ts'
import { useFlowWords } from '../../flow-words.ts'
import { ExitField, LineField } from './fields.tsx'
import type { OnNode } from './kind-form.tsx'
import { ListField } from './list-field.tsx'
import { orNone, orNothing, patched } from './patched.ts'
import { shiftsIn, shiftsText } from './shifts.ts'

/** A Monday, for the names of weekdays. */
const MONDAY = Date.UTC(2026, 10, 23, 12)
const DAY_MS = 86_400_000

/** When it is open, day by day. */
export function HoursForm({ node, onNode }: { readonly node: NodeOf<'hours'>; readonly onNode: OnNode }) {
  const words = useFlowWords()
  const { language } = useWords()
  const days = useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    return WEEKDAYS.map((_, index) => format.format(MONDAY + index * DAY_MS))
  }, [language])
  return (
    <>
      <fieldset class="draw-rows draw-week">
        <legend>{words.say('form.week')}</legend>
        <p class="field-hint">{words.say('form.week.hint')}</p>
        {WEEKDAYS.map((day, index) => (
          <ShiftsField
            key={day}
            path={`week.${day}`}
            label={days[index] ?? day}
            shifts={node.week[day]}
            onShifts={(shifts) =>
              onNode({ ...node, week: patched(node.week, { [day]: shifts }) }, `week.${day}`)
            }
          />
        ))}
      </fieldset>
      <ListField
        path="holidays"
        label={words.say('form.holidays')}
        hint={words.say('form.holidays.hint')}
        items={node.holidays ?? []}
        onItems={(holidays) => onNode(patched(node, { holidays: orNone(holidays) }), 'holidays')}
      />
      <LineField
        path="timeZone"
        label={words.say('form.timeZone')}
        placeholder="Europe/Moscow"
        code
        value={node.timeZone ?? ''}
        onValue={(timeZone) => onNode(patched(node, { timeZone: orNothing(timeZone) }), 'timeZone')}
      />
      {(['open', 'closed'] as const).map((exit) => (
        <ExitField
          key={exit}
          path={exit}
          label={words.say(`form.${exit}`)}
          to={node[exit]}
          onTo={(to) => onNode(patched(node, { [exit]: to }), exit)}
        />
      ))}
    </>
  )
}

type Shifts = NodeOf<'hours'>['week']['mon']

function ShiftsField(props: {
  readonly path: string
  readonly label: string
  readonly shifts: Shifts
  readonly onShifts: (shifts: Shifts) => void
}) {
  const { path, label, shifts, onShifts } = props
  const words = useFlowWords()
  const [text, setText] = useState(shiftsText(shifts))
  const read = shiftsIn(text)
  const isOurs = read !== null && shiftsText(read) === shiftsText(shifts)
  const isWrong = read === null
  return (
    <LineField
      path={path}
      label={label}
      placeholder={words.say('form.closedDay')}
      {...(isWrong ? { hint: words.say('form.week.wrong') } : {})}
      value={isOurs || isWrong ? text : shiftsText(shifts)}
      onValue={(next) => {
        setText(next)
        const found = shiftsIn(next)
        if (found !== null) onShifts(found)
      }}
    />
  )
}
