/** One stop of the Tab key for the whole list: inside it the arrows go from message to message, Enter opens a message's actions. */
export function moveAmongMessages(event: KeyboardEvent): void {
  const list = event.currentTarget
  if (!(list instanceof HTMLElement) || event.altKey || event.defaultPrevented) return
  const lines = [...list.querySelectorAll<HTMLElement>('[data-line]')]
  const at = lines.findIndex((line) => line.contains(document.activeElement))
  if (event.key === 'Enter' && at !== -1 && document.activeElement === lines[at]) {
    event.preventDefault()
    lines[at]?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    return
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || lines.length === 0) return
  event.preventDefault()
  const next = at === -1 ? lines.at(-1) : lines[at + step]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
