package io.wave.proxy.v2;

import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.answer.OciException;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Counts manifests by digest as the pulls that they are. Until there are users with an identity, addresses are limited. */
final class PullLimit {

    private final RateLimits limits;

    PullLimit(RateLimits limits) {
        this.limits = limits;
    }

    /** Does this if there is room, else ends in 429. */
    <T> Mono<T> within(ClientAddress client, Supplier<Mono<T>> pull) {
        if (!limits.isLimited(Limit.PULL)) {
            return pull.get();
        }
        return Mono.fromFuture(() -> limits.take(Limit.PULL, Caller.anonymous(client.value())))
                .flatMap(verdict -> switch (verdict) {
                    case Verdict.Granted _ -> pull.get();
                    case Verdict.Refused refused ->
                        Mono.error(OciException.later(
                                OciErrorCode.TOOMANYREQUESTS, refused.reason(), refused.retryAfter()));
                });
    }
}
