-- Writes a job record unless a newer one is there; 1 if readers see something new.
-- KEYS: the job's hash. ARGV: generation, sequence, final, record, time to live in ms, channel of changes.
-- Numbers are compared as numbers, exact up to 2^53.
local held = redis.call('HMGET', KEYS[1], 'generation', 'sequence', 'final')
if held[1] then
  local generation = tonumber(ARGV[1]) - tonumber(held[1])
  local sequence = tonumber(ARGV[2]) - tonumber(held[2])
  if generation == 0 and sequence == 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[5])
    return 0
  end
  if generation < 0 or (generation == 0 and (sequence < 0 or held[3] == '1')) then
    return 0
  end
end
redis.call('HSET', KEYS[1], 'generation', ARGV[1], 'sequence', ARGV[2], 'final', ARGV[3], 'record', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PUBLISH', ARGV[6], ARGV[4])
return 1
