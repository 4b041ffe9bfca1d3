/** A user agent longer than this tells nobody anything. */
const DEVICE_CHARS_MAX = 200

/** The first that fits: nearly every browser also names those whose pages it wants to be served. */
const BROWSERS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Edge', /\bEdgA?(?:iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|Opera)\//],
  ['Yandex Browser', /\bYaBrowser\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
]
const SYSTEMS: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Windows', /\bWindows\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
]

/**
 * What a browser runs on, in plain words: "Chrome on Windows". A program that is no browser is called as it calls itself, cut;
 * null where it does not say. For people to recognise a device by, and for nothing else: anybody may call themselves anything.
 */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null || userAgent.trim() === '') return null
  const cut = userAgent.slice(0, DEVICE_CHARS_MAX)
  const browser = firstIn(BROWSERS, cut)
  const system = firstIn(SYSTEMS, cut)
  if (browser === undefined) return cut
  return system === undefined ? browser : `${browser} on ${system}`
}

function firstIn(table: typeof BROWSERS, userAgent: string): string | undefined {
  return table.find(([, sign]) => sign.test(userAgent))?.[0]
}
