import type { HostEventName, HostEvents, HostListener } from './embed.ts'

/** The host's listeners, by event. One that throws is reported as the host's own error and disturbs nobody else. */
export interface HostEventHub {
  readonly on: <Name extends HostEventName>(name: Name, listener: HostListener<Name>) => () => void
  readonly emit: <Name extends HostEventName>(name: Name, data: HostEvents[Name]) => void
}

export function createHostEventHub(report: (error: unknown) => void): HostEventHub {
  const listeners: { [Name in HostEventName]?: Set<HostListener<Name>> } = {}
  const of = <Name extends HostEventName>(name: Name): Set<HostListener<Name>> => {
    const known = listeners[name]
    if (known !== undefined) return known
    const made = new Set<HostListener<Name>>()
    Object.assign(listeners, { [name]: made })
    return made
  }
  return {
    on(name, listener) {
      of(name).add(listener)
      return () => of(name).delete(listener)
    },
    emit(name, data) {
      for (const listener of of(name)) {
        try {
          listener(data)
        } catch (error) {
          report(error)
        }
      }
    },
  }
}
