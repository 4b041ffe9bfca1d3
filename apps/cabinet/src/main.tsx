import './styles/all.css'
import { render } from 'preact'
import { AppRoot } from './app.tsx'
import { SHELL_ID } from './first/shell.ts'
import { openApp } from './store/app.ts'
import { browserKept, KEPT_PREFIX } from './store/kept.ts'

/** Until then what stands in the page says enough; a server that takes longer to say who one is deserves a sentence. */
const SHELL_MS_MAX = 1_000

async function main(root: HTMLElement): Promise<void> {
  const app = await openApp(browserKept(KEPT_PREFIX))
  // Drawn once, with what it begins with: a page that says "one moment" for a moment would cost as much as the one after it.
  await Promise.race([app.start(), new Promise((resolve) => setTimeout(resolve, SHELL_MS_MAX))])
  render(<AppRoot app={app} />, root)
  leaveShell()
}

function leaveShell(): void {
  document.getElementById(SHELL_ID)?.remove()
  delete document.documentElement.dataset['shell']
}

const root = document.getElementById('app')
if (root !== null)
  main(root).catch(() => {
    // Only the words' file can be missing here, so that there are none to say it with but these.
    root.textContent =
      'Pult could not be loaded. Reload the page. Не удалось загрузить Пульт. Перезагрузите страницу.'
    leaveShell()
  })
