/** The real program, as a person starts it, with a folder and a port of its own. */
import { ADMIN, freePort, startProgram, temporaryFolder } from '../../packages/server/testing/program.ts'

export { ADMIN }

export interface Pult extends AsyncDisposable {
  readonly url: string
  /** Everything that it has written so far, since it was started last. */
  readonly output: () => string
  /** Ends it without a word, as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same port and data. */
  start(): Promise<void>
}

export async function startPult(settings: Readonly<Record<string, string>> = {}): Promise<Pult> {
  const folder = temporaryFolder()
  const port = await freePort()
  const start = () => startProgram({ PORT: String(port), PULT_DATA: folder.path, ...settings })
  let program = await start()
  return {
    url: program.url,
    output: () => program.output(),
    async kill() {
      await program.stop('SIGKILL')
    },
    async start() {
      program = await start()
    },
    async [Symbol.asyncDispose]() {
      await program.stop('SIGKILL')
      folder[Symbol.dispose]()
    },
  }
}

/** The admin's hand over HTTP: for what a test needs to be there and does not try. A refusal rejects. */
export interface Admin {
  command(name: string, data: object): Promise<Record<string, unknown>>
  /** What a path under `/api/v1` has. */
  read<T>(path: string): Promise<T>
  /** Makes an operator of every group, with the admin's own password; the id. */
  addOperator(operator: {
    readonly name: string
    readonly email: string
    readonly role?: 'operator' | 'supervisor' | 'admin'
  }): Promise<string>
  /** Makes a widget channel with the built-in bot that only these sites may use. */
  addChannel(origins: readonly string[]): Promise<{ readonly channelKey: string }>
}

/** Signs in, which ends the admin's login elsewhere [L1]: not for tests that have the admin on screen. */
export async function openAdmin(url: string): Promise<Admin> {
  const { token } = await post(`${url}/api/v1/login`, ADMIN)
  const authorization = `Bearer ${String(token)}`
  const command: Admin['command'] = async (name, data) => {
    const { data: answer } = await post(`${url}/api/v1/commands/${name}`, { data }, { authorization })
    return answer as Record<string, unknown>
  }
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${url}/api/v1${path}`, { headers: { authorization } })).json()) as T
  const groups = async (): Promise<string[]> => {
    const { items } = await read<{ items: { id: string }[] }>('/groups')
    return items.map(({ id }) => id)
  }
  return {
    command,
    read,
    async addOperator(operator) {
      const groupIds = await groups()
      const common = { role: 'operator', password: ADMIN.password, groupIds }
      const { operatorId } = await command('createOperator', { ...common, ...operator })
      return String(operatorId)
    },
    async addChannel(origins) {
      const [groupId] = await groups()
      const bot = { kind: 'BUILTIN' }
      const channel = { messengerType: 'WIDGET', name: 'A shop', groupId, bot, origins }
      return { channelKey: String((await command('createChannel', channel))['channelKey']) }
    },
  }
}

/** A client without a browser, in the channel of the demo page: it can say what no widget of ours would. */
export interface ApiClient {
  readonly clientId: string
  command(name: string, data: object): Promise<void>
  /** Keeps a file; the id by which a message carries it. */
  upload(file: File): Promise<string>
  /** The newest session of this client, as an admin finds it. */
  sessionId(admin: Admin): Promise<string>
}

/** `identity`: what the host's site says of them, signed; absent: a guest. */
export async function openApiClient(url: string, identity?: string): Promise<ApiClient> {
  const demo = await (await fetch(`${url}/demo`)).text()
  const channelKey = /data-channel="([^"]+)"/.exec(demo)?.[1]
  const { clientId, clientToken } = await post(`${url}/api/v1/client/hello`, { channelKey, identity })
  const authorization = `Bearer ${String(clientToken)}`
  return {
    clientId: String(clientId),
    async command(name, data) {
      await post(`${url}/api/v1/commands/${name}`, { data }, { authorization })
    },
    async upload(file) {
      const body = new FormData()
      body.append('file', file)
      const response = await fetch(`${url}/api/v1/attachments`, {
        method: 'POST',
        headers: { authorization },
        body,
      })
      return String(((await response.json()) as { id?: string }).id)
    },
    async sessionId(admin) {
      const { items } = await admin.read<{ items: readonly { readonly id: string }[] }>(
        `/sessions?clientId=${String(clientId)}`,
      )
      return items[0]?.id ?? ''
    },
  }
}

async function post(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`)
  return answer
}
