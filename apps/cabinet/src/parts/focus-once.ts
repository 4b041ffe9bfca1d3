/** As a `ref`: takes the focus when it is drawn for the first time. `autofocus` does so only in a dialog that is being opened. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
}
