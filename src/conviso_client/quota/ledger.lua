-- What `exchange.serve` and `ledger.Ledger` do, on Redis's clock: one visit of one process. Their tests run on both.
-- Keys: the charges (sorted by their ends), the state, the line, the processes seen. Argument: the question, as JSON.
local ENDS, STATE, LINE, PEERS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local ask = cjson.decode(ARGV[1])
local permits, per, spread = ask.permits, ask.per, ask.spread
local full = permits / per

local function exact(number) return string.format('%.17g', number) end
local function name(at) return string.format('%.6f', at) .. ':' .. ask.name end

local saved = redis.call('HMGET', STATE, 'epoch', 'issued', 'last', 'held_at', 'held_until', 'trying', 'refused', 'rate',
  'next_at', 'charged', 'offset', 'tried_until')
local epoch, issued, last = tonumber(saved[1] or '0'), tonumber(saved[2] or '0'), tonumber(saved[3] or '0')
local pace = {
  held_at = tonumber(saved[4] or '0'), held_until = tonumber(saved[5] or '0'), trying = saved[6] == '1',
  refused = tonumber(saved[7] or '0'), rate = tonumber(saved[8] or '0'), next_at = tonumber(saved[9] or '0'),
  tried_until = tonumber(saved[12] or '0'),
}
local charged = redis.call('ZCARD', ENDS)

-- Time never goes back: a clock that was set back goes on from the last reading
local clock, offset = redis.call('TIME'), tonumber(saved[11] or '0')
local reading = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
if reading + offset < last - ask.regression then offset = last - reading end
local now = math.max(reading + offset, last)

if epoch == 0 or charged ~= tonumber(saved[10]) then
  epoch = ask.fresh -- new, or a part of it was evicted
end

local function save()
  redis.call('HSET', STATE, 'epoch', exact(epoch), 'issued', exact(issued), 'last', exact(last), 'held_at', exact(pace.held_at),
    'held_until', exact(pace.held_until), 'trying', pace.trying and '1' or '0', 'refused', exact(pace.refused),
    'rate', exact(pace.rate), 'next_at', exact(pace.next_at), 'charged', exact(charged),
    'offset', exact(offset), 'tried_until', exact(pace.tried_until))
  local life = math.ceil(1000 * (ask.memory * per + per + spread + math.max(0, pace.held_until - now)))
  for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, life) end
end

if ask.epoch ~= cjson.null and ask.epoch ~= epoch then
  save()
  return {'renewed', exact(epoch), exact(now)}
end

-- What is charged
local function charge(member, finish)
  charged = charged + redis.call('ZADD', ENDS, exact(finish), member)
end

local function settle_charge(settled)
  local member = name(settled.at)
  local score = redis.call('ZSCORE', ENDS, member)
  local latest = settled.at + per + spread
  if not score or tonumber(score) ~= latest then return end -- unknown, or settled before
  if settled.outcome == 'unsent' then
    charged = charged - redis.call('ZREM', ENDS, member)
  else
    charge(member, math.min(latest, math.max(now - settled.ago, settled.at) + per))
  end
end

-- The pace
local function rate()
  local windows = (now - pace.held_at) / per
  if pace.rate == 0 or (windows > ask.memory and not pace.trying) then return 0 end
  return math.min(full, pace.rate + full * windows * (ask.recovery + ask.haste * windows))
end

local function wait(refused, hint, jitter)
  local grown = per * math.min(ask.hold * 2 ^ refused * (1 + jitter / 2), ask.longest_hold)
  if hint then
    if refused > 0 then return math.max(hint, grown / 2) end
    return hint
  end
  local first = redis.call('ZRANGE', ENDS, 0, 0, 'WITHSCORES')
  if refused < 3 or not first[2] then return grown end
  return math.min(grown, math.max(tonumber(first[2]) - now, grown / 4))
end

local function hold(settled)
  local hint = settled.retry_after
  if hint == cjson.null then hint = nil else hint = math.min(math.max(hint, 0), ask.longest_hint) end
  if settled.at <= pace.held_at then
    if hint then pace.held_until = math.max(pace.held_until, now + hint) end
    return
  end
  local again = pace.held_at > 0 and (pace.trying or now < pace.held_until + per * ask.outage)
  local refused = again and pace.refused or 0
  local left = rate()
  if left == 0 then left = full end
  if not again then left = left * ask.cut end
  local till = now + wait(refused, hint, settled.jitter)
  pace = {
    held_at = math.max(now, last), held_until = till, trying = true, tried_until = 0, next_at = till,
    refused = math.min(refused + 1, 16), rate = math.max(left, full / 20),
  }
end

-- When the next permit is due, and giving it
local function room(place)
  local windows, before = math.floor((place - 1) / permits), (place - 1) % permits
  local missing, free = charged + before + 1 - permits, now
  if missing > 0 then
    free = math.min(tonumber(redis.call('ZRANGE', ENDS, missing - 1, missing - 1, 'WITHSCORES')[2]), now + per)
  end
  return free + windows * per
end

local function due(place, hopeful)
  local time = room(place)
  if pace.held_at > 0 then
    time = math.max(time, pace.held_until)
    if pace.trying and not hopeful then
      time = math.max(time, pace.tried_until, place > 1 and now + spread / 8 or now)
    end
    local even = rate()
    if even > 0 then time = math.max(time, pace.next_at + (place - 1) / even) end
  end
  return time
end

local function take()
  local at = tonumber(string.format('%.6f', math.max(now, last + ask.tick)))
  last = at
  charge(name(at), at + per + spread)
  if pace.held_at > 0 then
    local even = rate()
    pace.tried_until = pace.trying and at + spread or 0
    pace.next_at = even > 0 and math.max(pace.next_at, now - 1 / even) + 1 / even or 0
  end
  return at
end

-- The line
local line = {}
redis.call('HDEL', LINE, ask.name)
local members = redis.call('HGETALL', LINE)
for index = 1, #members, 2 do
  local ticket, waiting, at = string.match(members[index + 1], '^(%S+) (%S+) (%S+)$')
  if tonumber(at) + spread / 4 < now then
    redis.call('HDEL', LINE, members[index])
  else
    table.insert(line, {ticket = tonumber(ticket), waiting = tonumber(waiting)})
  end
end

local function ahead(ticket)
  local lowest, count = nil, 0
  for _, member in ipairs(line) do
    if member.ticket < ticket then
      lowest = math.min(lowest or member.ticket, member.ticket)
      count = count + math.min(member.waiting, ticket - member.ticket)
    end
  end
  return lowest and math.min(ticket - lowest, count) or 0
end

-- The visit
last = now
charged = charged - redis.call('ZREMRANGEBYSCORE', ENDS, '-inf', exact(now))
for _, finish in ipairs(ask.carry) do
  if finish > now and #redis.call('ZRANGEBYSCORE', ENDS, exact(finish - 2e-6), exact(finish + 2e-6), 'LIMIT', 0, 1) == 0 then
    charge(string.format('carried %.6f:', finish) .. ask.name, finish)
  end
end
for _, settled in ipairs(ask.settled) do
  settle_charge(settled)
  if settled.outcome == 'rejected' then
    hold(settled)
  elseif pace.trying and settled.at > pace.held_at then
    pace.tried_until = 0
    pace.trying = settled.outcome ~= 'answered'
  end
end

local tickets = ask.tickets
local ticket = math.max(issued, tickets[#tickets] or 0) + 1
issued = ticket + ask.arrivals - 1
for arrival = ticket, issued do table.insert(tickets, arrival) end

local given, first_at, ask_at, last_at = {}, now, now, now
for index = 1, math.min(#tickets, ask.batch) do
  first_at = due(ahead(tickets[index]) + 1)
  if first_at > now then break end
  first_at = now
  table.insert(given, string.format('%.6f', take()))
end
local waiting = ask.waiting - #given
if waiting > 0 then
  local lowest = tickets[math.min(#given + 1, #tickets)]
  ask_at = math.min(first_at, now + spread / (pace.trying and 8 or 2))
  first_at = due(ahead(lowest) + 1, true)
  last_at = math.max(first_at, due(ahead(tickets[#tickets]) + waiting, true))
  redis.call('HSET', LINE, ask.name, exact(lowest) .. ' ' .. exact(waiting) .. ' ' .. exact(ask_at))
end

redis.call('ZADD', PEERS, exact(now), ask.name)
redis.call('ZREMRANGEBYSCORE', PEERS, '-inf', exact(now - per - spread))
save()
return {
  'served', exact(now), exact(epoch), exact(ticket), given, exact(ask_at - now), exact(first_at - now), exact(last_at - now),
  exact(pace.held_at), exact(pace.held_until), pace.trying and '1' or '0', exact(pace.tried_until), exact(pace.refused),
  exact(pace.rate), exact(pace.next_at), redis.call('ZCARD', PEERS),
}
