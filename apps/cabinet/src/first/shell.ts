/**
 * What is on screen until the application is: the frame of the desk for who sat at it before, the mark alone for everybody else. It stands in
 * `index.html`, so that it is painted before any script has come, and where the desk's own parts will stand, so that nothing moves when they do.
 */
export const SHELL_ID = 'shell'

export function shellMarkup(): string {
  return `<div id="${SHELL_ID}" class="shell">
      <div class="shell-rail">
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" class="mark-ground" />
          <path class="mark-line" d="M9 7v18M16 7v18M23 7v18" />
          <path class="mark-knob" d="M6 19h6M13 11h6M20 16h6" />
        </svg>
      </div>
      <div class="shell-side">
        <div class="shell-rows"></div>
      </div>
      <noscript>Pult needs JavaScript. Пульту нужен JavaScript.</noscript>
    </div>`
}
