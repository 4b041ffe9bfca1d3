/** @jsxImportSource ../dom */
import type { VisitorState } from '@pult/client'
import type { App } from '../app.ts'
import { permitted, statusLine } from '../standing.ts'
import { nothing, type View } from '../view.ts'
import { Icon } from './icon.tsx'
import { IconButton } from './icon-button.tsx'
import * as words from '../words.ts'

export interface HeaderProps {
  readonly app: App
  readonly view: View
  readonly chat: VisitorState
}

/** Who is with the visitor, and what can be done about it. */
export function Header({ app, view, chat }: HeaderProps) {
  const operator = chat.session?.status === 'ACTIVE' ? chat.session.operator : null
  const may = permitted(chat)
  const open = view.over.name === 'menu'
  return (
    <header class="header">
      <span class="avatar" aria-hidden="true">
        {operator === null ? <Icon name="chat" /> : initial(operator.name)}
      </span>
      <div>
        <h2>{words.title}</h2>
        <p role="status">{statusLine(chat)}</p>
      </div>
      {may.endChat && (
        <div class="menu">
          <IconButton
            name="more"
            label={words.menu}
            class="icon menu-opener"
            expanded={open}
            onClick={() => app.show({ over: open ? nothing : { name: 'menu' } })}
          />
          {open && (
            <div class="menu-list">
              {may.callOperator && (
                <button type="button" onClick={app.callOperator}>
                  <Icon name="person" size={20} />
                  {words.callOperator}
                </button>
              )}
              <button type="button" onClick={() => app.show({ over: { name: 'askingToEnd' } })}>
                <Icon name="leave" size={20} />
                {words.endChat}
              </button>
            </div>
          )}
        </div>
      )}
      <IconButton name="close" label={words.hideChat} onClick={app.close} />
    </header>
  )
}

/** The first letter, whatever it is made of: é and 😀 count as one. */
const initial = (name: string) =>
  new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next().value?.segment.toUpperCase()
