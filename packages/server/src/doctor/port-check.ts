import { createServer } from 'node:net'
import { type Finding, ok, problem } from './finding.ts'

/** Whether PORT can be listened on. Undefined: somebody listens there already. */
export function checkPort(host: string, port: number): Promise<Finding | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error) => {
      const code = 'code' in error ? error.code : ''
      if (code === 'EADDRINUSE') return resolve(undefined)
      const shown = host === '' ? `port ${port}` : `${host}, port ${port}`
      resolve(
        problem(
          'port',
          `this user may not listen on ${shown} (${String(code)})`,
          'Set HOST to an address of this machine, and PORT to one above 1023, or give the right to use it.',
        ),
      )
    })
    const free = (): void =>
      void server.close(() => resolve(ok('port', `${port} is free; no Pult runs here now`)))
    if (host === '') server.listen(port, free)
    else server.listen(port, host, free)
  })
}
