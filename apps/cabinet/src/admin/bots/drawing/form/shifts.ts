import type { NodeOf } from '@pult/bots/flow'

type Shifts = NodeOf<'hours'>['week']['mon']

/** `09:00-13:00 14:00-18:00`; empty: closed. */
export function shiftsText(shifts: Shifts): string {
  return (shifts ?? []).map(({ from, to }) => `${from}-${to}`).join(' ')
}

/** Also `9-18`, `9:30 – 18`, with commas. Null: not to be understood; undefined: closed. */
export function shiftsIn(text: string): Shifts | null {
  const clean = text.replaceAll(/\s*[-–—]\s*/g, '-').trim()
  if (clean === '') return undefined
  const shifts = clean.split(/[\s,;]+/).map((shift) => {
    const [, fromHour, fromMinute = '00', toHour, toMinute = '00'] =
      /^(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?$/.exec(shift) ?? []
    if (fromHour === undefined || toHour === undefined) return null
    return {
      from: `${fromHour.padStart(2, '0')}:${fromMinute}`,
      to: `${toHour.padStart(2, '0')}:${toMinute}`,
    }
  })
  return shifts.some((shift) => shift === null) ? null : (shifts as NonNullable<Shifts>)
}
