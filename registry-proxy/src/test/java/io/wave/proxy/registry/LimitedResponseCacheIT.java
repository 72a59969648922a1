package io.wave.proxy.registry;

import org.springframework.test.context.TestPropertySource;

/** The same with rate limits. */
@RegistryProxyTest
@TestPropertySource(
        properties = {
            "rate-limit.enabled=true",
            "rate-limit.pull.anonymous=1000000/1s",
            "rate-limit.http-request.limit=1000000/1s"
        })
class LimitedResponseCacheIT extends ResponseCacheIT {}
