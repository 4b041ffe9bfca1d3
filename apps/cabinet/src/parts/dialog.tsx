import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useWords } from './context.ts'
import { Icon } from './icon.tsx'

/**
 * The browser's own modal dialog: it keeps the focus inside, makes the rest inert, closes on Escape and gives the focus back.
 * It is open as long as it is rendered.
 */
export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  /** For lists and tables: twice the width of a form. */
  readonly wide?: boolean
  readonly children: ComponentChildren
}) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const closing = useRef(false)
  const titleId = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => {
      // Closing gives the focus back; its event would reach whichever dialog is opened next.
      closing.current = true
      element?.close()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class={`dialog ${props.wide === true ? 'wide-dialog' : ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // That of a field for files comes up to here.
        if (event.target !== dialog.current) return
        // At once: the browser tells of the end later, and whatever draws the page anew until then would open it again.
        event.preventDefault()
        props.onClose()
      }}
      onClose={() => {
        if (!closing.current) props.onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose()
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={titleId}>{props.title}</h2>
          <button
            type="button"
            class="quiet square"
            aria-label={words.say('app.close')}
            onClick={props.onClose}
          >
            <Icon name="close" />
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  )
}
