/** What a flow is told beside the words: who writes, from where, when. Plain data, put together by the shell or by the editor's test run. */
export interface Situation {
  readonly nowMs: number
  /** The number of the published version that is followed. */
  readonly revision: number
  readonly client: {
    readonly name: string
    readonly email: string | null
    readonly phone: string | null
    readonly language: string | null
    readonly externalId: string | null
    readonly attributes: Readonly<Record<string, string>>
  } | null
  readonly channel: { readonly id: string; readonly type: string | null }
  /** What HTTP nodes may send and nothing else may read. */
  readonly secrets: Readonly<Record<string, string>>
}

export type FlowEvent =
  /** The session has come to the bot. `BACK`: an operator had it and gave it back. */
  | { readonly name: 'begin'; readonly why: 'NEW' | 'BACK' | 'OPERATOR_UNAVAILABLE' }
  /** The client has written, or pressed a button (`actionId`, with the button's label as `body`). */
  | {
      readonly name: 'message'
      readonly body: string
      readonly actionId?: string | undefined
      readonly attachments: number
    }
  /** The HTTP call that was wanted has been made. `body`: the JSON of the answer, undefined where it was none. */
  | { readonly name: 'called'; readonly ok: boolean; readonly body?: unknown }

/** What is to be asked of another server before the answer goes on. */
export interface HttpCall {
  readonly node: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly timeoutMs: number
  /** Something is taken from the answer, so it must be JSON. */
  readonly wantsJson: boolean
}

export interface Said {
  readonly body: string
  readonly actions?: readonly { readonly id: string; readonly label: string }[]
}

export type Ending =
  | {
      readonly name: 'handOver'
      readonly summary?: string
      readonly fields?: Readonly<Record<string, string>>
      readonly groupId?: string
      readonly skills?: readonly string[]
      readonly language?: string
      readonly priority?: number
    }
  | { readonly name: 'close'; readonly reason?: string }
