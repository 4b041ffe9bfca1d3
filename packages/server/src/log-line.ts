/** Levels that deserve to be seen; the usual one needs no word. */
const LABELS: Readonly<Record<string, string>> = {
  trace: 'trace ',
  debug: 'debug ',
  info: '',
  warn: 'WARNING ',
  error: 'ERROR ',
  fatal: 'FATAL ',
}

/** A line of the log as people read it: the time of day, here, then the words, then what is left as name=value. */
export function lineForPeople(record: Readonly<Record<string, unknown>>): string {
  const { level, time, msg, err, ...rest } = record
  const at = typeof time === 'string' ? clock(new Date(time)) : ''
  const label = LABELS[String(level)] ?? `${String(level)} `
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${shown(value)}`)
  return `${at} ${label}${printable(typeof msg === 'string' ? msg : '')}${fields.join('')}${faultLines(err)}\n`
}

function clock(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[\w.:/@+-]+$/.test(text) ? text : JSON.stringify(text)
}

function faultLines(err: unknown): string {
  if (typeof err !== 'object' || err === null) return ''
  const { name, message, stack } = err as { name?: unknown; message?: unknown; stack?: unknown }
  const text = typeof stack === 'string' ? stack : `${String(name)}: ${String(message)}`
  return `\n${text
    .split('\n')
    .map((line) => `         ${printable(line)}`)
    .join('\n')}`
}

/** What strangers wrote must not move the cursor of the terminal, nor begin a line of its own. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, (sign) =>
    JSON.stringify(sign).slice(1, -1),
  )
}
