package io.wave.proxy.hold;

import org.springframework.test.context.TestPropertySource;

/** The same with rate limits. */
@TestPropertySource(properties = {"rate-limit.enabled=true", "rate-limit.http-request.limit=1000000/1s"})
class LimitedHeldPullIdleTimeoutIT extends HeldPullIdleTimeoutIT {}
