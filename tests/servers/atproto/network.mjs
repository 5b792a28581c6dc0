// A whole AT network on loopback: PLC directory, PDS, and the AppView that knows who said what to
// whom. Environment: MODULES (a node_modules directory), PLC_PORT, PDS_PORT, BSKY_PORT, and
// DB_POSTGRES_URL of an empty database. Redis is not needed.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const entry = createRequire(join(process.env.MODULES, 'index.js')).resolve('@atproto/dev-env')
const loaded = await import(pathToFileURL(entry).href)
const dev = loaded.TestPds ? loaded : loaded.default

const dbUrl = process.env.DB_POSTGRES_URL
const [plcPort, pdsPort, bskyPort] = ['PLC_PORT', 'PDS_PORT', 'BSKY_PORT'].map((name) => Number(process.env[name]))
const key = 'a-key-for-tests-alone'

const plc = await dev.TestPlc.create({ port: plcPort })
const bsync = await dev.TestBsync.create({ apiKeys: [key], dbUrl, dbSchema: 'bsync' })
const bsky = await dev.TestBsky.create({
  port: bskyPort,
  publicUrl: `http://localhost:${bskyPort}`,
  plcUrl: plc.url,
  pdsPort,
  repoProvider: `ws://localhost:${pdsPort}`,
  bsyncApiKey: key,
  bsyncUrl: bsync.url,
  dbPostgresSchema: 'appview',
  dbPostgresUrl: dbUrl,
  redisHost: '',
  modServiceDid: 'did:example:mod',
  labelsFromIssuerDids: [],
  privateKey: process.env.PRIVATE_KEY,
})
if (bsky.ctx.dataplane) bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
const pds = await dev.TestPds.create({
  port: pdsPort,
  didPlcUrl: plc.url,
  hostname: 'localhost',
  enableDidDocWithSession: true,
  bskyAppViewUrl: bsky.url,
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  bskyAppViewCdnUrlPattern: `http://localhost:${bskyPort}/img/%s/plain/%s/%s@jpeg`,
})
dev.mockNetworkUtilities(pds, bsky)
console.log(JSON.stringify({ ready: true, pds: pds.url, plc: plc.url }))

const stop = async () => {
  setTimeout(() => process.exit(0), 3000).unref()
  for (const server of [bsky, bsync, pds, plc]) await server.close().catch(() => {})
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
