-- What wrk sends, in order: the requests of a file, with NUL behind each.
--
--   wrk --threads 1 --script load.lua ... URL -- FILE RATE once|again
--
-- RATE requests a second are sent at random moments (a Poisson process) whatever the server does meanwhile, as phones do;
-- with 0, every connection sends its next request as soon as it has its answer. `once` ends behind the last request,
-- `again` goes on with the first one. The last line that is printed is JSON.

local ffi = require("ffi")
ffi.cdef [[
   typedef struct { long seconds; long nanoseconds; } moment;
   int clock_gettime(int clock, moment *now);
   int getpid(void);
   int kill(int pid, int signal);
]]
local MONOTONIC, SIGINT = 1, 2
local SPARE = 256 -- that many requests behind the last, every connection has had the answers to those before
local PERCENTILES = { 50, 75, 90, 95, 99, 99.5, 99.9 }

local requests, once, rate, slot = {}, false, 0, nil
local moment = ffi.new("moment")
sent = -1 -- wrk asks for one request that it only looks at

local function now()
   ffi.C.clock_gettime(MONOTONIC, moment)
   return tonumber(moment.seconds) * 1000 + tonumber(moment.nanoseconds) / 1e6
end

local function paced()
   slot = (slot or now()) - math.log(1 - math.random()) * 1000 / rate
   return math.max(0, math.floor(slot - now()))
end

function setup(thread)
   sender = thread
end

function init(args)
   local file = assert(io.open(args[1], "rb"))
   for request in file:read("*a"):gmatch("[^%z]+") do
      requests[#requests + 1] = request
   end
   file:close()
   rate, once = tonumber(args[2]), args[3] == "once"
   math.randomseed(now())
   if rate > 0 then
      delay = paced -- where there is a `delay`, wrk waits for a timer before every request
   end
end

function request()
   sent = sent + 1
   if once and sent > #requests then
      if sent == #requests + SPARE then
         ffi.C.kill(ffi.C.getpid(), SIGINT) -- on which wrk ends as when its time is over
      end
      return "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
   end
   return requests[math.max(sent - 1, 0) % #requests + 1]
end

function done(summary, latency)
   local percentiles = {}
   for place, percentile in ipairs(PERCENTILES) do
      percentiles[place] = string.format('"%g": %d', percentile, latency:percentile(percentile))
   end
   local failed = {}
   for _, kind in ipairs({ "connect", "read", "write", "status", "timeout" }) do
      failed[#failed + 1] = string.format('"%s": %d', kind, summary.errors[kind])
   end
   print(string.format(
      '{"requests": %d, "microseconds": %d, "sent": %d, "failed": {%s}, "percentiles": {%s}}',
      summary.requests, summary.duration, sender:get("sent"), table.concat(failed, ", "), table.concat(percentiles, ", ")
   ))
end
