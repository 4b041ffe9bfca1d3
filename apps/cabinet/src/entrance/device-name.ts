/** In the order of asking: most browsers call themselves Chrome or Safari besides their own name. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/YaBrowser\//, 'Yandex Browser'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
]
/** A program that is no browser names itself; longer names say nothing more to a person. */
const DEVICE_CHARS_MAX = 60

/** "Firefox, Windows" out of a User-Agent, as a person would say where it was; what is not recognised is shown as it came. */
export function deviceName(device: string): string {
  const parts = [browsers, systems].flatMap(
    (names) => names.find(([pattern]) => pattern.test(device))?.[1] ?? [],
  )
  return parts.length === 0 ? device.slice(0, DEVICE_CHARS_MAX) : parts.join(', ')
}
