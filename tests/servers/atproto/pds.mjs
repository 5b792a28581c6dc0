// A PLC directory (in memory) and a PDS (SQLite in TMPDIR), both on loopback.
// Environment: MODULES (a node_modules directory), PLC_PORT, PDS_PORT.
// ES modules do not look at NODE_PATH, hence the import by an absolute address.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const entry = createRequire(join(process.env.MODULES, 'index.js')).resolve('@atproto/dev-env')
const loaded = await import(pathToFileURL(entry).href)
const TestNetworkNoAppView = loaded.TestNetworkNoAppView ?? loaded.default.TestNetworkNoAppView

const network = await TestNetworkNoAppView.create({
  plc: { port: Number(process.env.PLC_PORT) },
  pds: { port: Number(process.env.PDS_PORT), hostname: 'localhost', enableDidDocWithSession: true },
})
console.log(JSON.stringify({ ready: true, pds: network.pds.url, plc: network.plc.url }))

const stop = async () => {
  setTimeout(() => process.exit(0), 3000).unref()
  await network.close().catch(() => {})
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
