import './styles/all.css'
import { render } from 'preact'
import { AppRoot } from './app.tsx'
import { openApp } from './store/app.ts'
import { browserKept } from './store/kept.ts'

async function main(root: HTMLElement): Promise<void> {
  const app = await openApp(browserKept('pult.'))
  render(<AppRoot app={app} />, root)
  await app.start()
}

const root = document.getElementById('app')
if (root !== null)
  main(root).catch(() => {
    // Only the words' file can be missing here, so that there are none to say it with but these.
    root.textContent =
      'Pult could not be loaded. Reload the page. Не удалось загрузить Пульт. Перезагрузите страницу.'
  })
