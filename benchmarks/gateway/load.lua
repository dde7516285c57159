-- For wrk: wrk -s load.lua URL -- METHOD PATH BODY_FILE NAME:VALUE...
-- Counts every answer that is not 2xx, and prints one line of JSON at the end.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  wrk.method, wrk.path = args[1], args[2]
  local file = io.open(args[3], "rb")
  local body = file:read("*a")
  file:close()
  if #body > 0 then wrk.body = body end
  for index = 4, #args do
    local name, value = args[index]:match("^([^:]+):(.*)$")
    wrk.headers[name] = value
  end
  bad, first_bad = 0, 0
end

function response(status)
  if status < 200 or status > 299 then
    if bad == 0 then first_bad = status end
    bad = bad + 1
  end
end

function done(summary, latency)
  local bad, first = 0, 0
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("bad")
    if first == 0 then first = thread:get("first_bad") end
  end
  local e = summary.errors
  io.write(string.format(
    '\nwrk-json {"requests":%d,"microseconds":%d,"p50":%.0f,"p90":%.0f,"p99":%.0f,"max":%.0f,' ..
    '"not_2xx":%d,"first_not_2xx":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(90), latency:percentile(99),
    latency.max, bad, first, e.connect, e.read, e.write, e.timeout))
end
