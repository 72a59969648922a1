package io.wave.proxy.hold;

import org.springframework.test.context.TestPropertySource;

/** The same where calls are limited: they wait at the door all the same, once the gate has let them in. */
@TestPropertySource(properties = {"rate-limit.enabled=true", "rate-limit.http-request.limit=1000000/1s"})
class LimitedHeldConnectionIT extends HeldConnectionIT {}
