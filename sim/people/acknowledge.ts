import type { OperatorClient, VisitorClient } from '@pult/client'

/** The client of a tab as its page uses it, with an ear at every positive answer. */
export function acknowledging<C extends OperatorClient | VisitorClient>(
  client: C,
  acknowledged: (command: string, data: unknown, reply: unknown) => void,
): C {
  const heard = (command: string, data: unknown, answer: Promise<unknown>): void => {
    answer.then(
      (reply) => acknowledged(command, data, reply),
      () => undefined,
    )
  }
  const asking = client as unknown as {
    readonly command: (name: string, data: unknown, options?: unknown) => Promise<unknown>
    readonly sendMessage: (data: unknown) => { readonly sent: Promise<unknown> }
  }
  return Object.create(client, {
    command: {
      value(name: string, data: unknown, options?: unknown): Promise<unknown> {
        const answer = asking.command(name, data, options)
        heard(name, data, answer)
        return answer
      },
    },
    sendMessage: {
      value(data: unknown): unknown {
        const pending = asking.sendMessage(data)
        heard('sendMessage', data, pending.sent)
        return pending
      },
    },
  }) as C
}
