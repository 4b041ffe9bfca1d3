const added = new Set<string>()

/** Adds the style of a part that is loaded later, once: it comes with the part, and the first picture does not wait for it. */
export function addLaterStyle(css: string): void {
  if (added.has(css)) return
  added.add(css)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
