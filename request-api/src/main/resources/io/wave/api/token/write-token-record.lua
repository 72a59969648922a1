-- Writes the record of a token unless the token was revoked; 1 if it was written.
-- KEYS: the record. ARGV: the record's text, time to live in ms, the mark of a revoked token.
if redis.call('GET', KEYS[1]) == ARGV[3] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
