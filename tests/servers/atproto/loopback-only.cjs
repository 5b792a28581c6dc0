// Preloaded: a server that would listen on every interface is bound to 127.0.0.1 instead,
// and a connection to anything but this machine fails at once. Nothing leaves the machine.
const net = require('node:net')

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  const first = args[0]
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    if (typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  } else if (first && typeof first === 'object' && first.port !== undefined && !first.host && !first.path) {
    args[0] = { ...first, host: '127.0.0.1' }
  }
  return listen.apply(this, args)
}

const LOCAL = ['localhost', '127.0.0.1', '::1']
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = options && typeof options === 'object' && !options.path ? (options.host ?? 'localhost') : null
  if (host && !LOCAL.includes(host)) {
    process.stderr.write(`refused to leave the machine: ${host}:${options.port}\n`)
    process.nextTick(() => this.destroy(new Error(`loopback only: ${host}`)))
    return this
  }
  return connect.apply(this, args)
}
