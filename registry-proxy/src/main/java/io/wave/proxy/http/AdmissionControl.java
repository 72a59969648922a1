package io.wave.proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import io.wave.proxy.address.ClientAddresses;
import io.wave.security.InternalApi;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Decides whether a request is admitted: rejects crawlers and denied paths and applies rate limits, on the decoded
 * path. A cached response was admitted under its path when it was created, so only the client is checked again:
 * crawlers and rate limits.
 */
final class AdmissionControl {

    private static final String ROBOTS = "/robots.txt";
    private static final Set<String> UNLIMITED = Set.of("/health", "/ping");

    private static final Admission ADMITTED = new Admission.Admitted();
    private static final Admission DENIED = new Admission.Denied();

    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Set<String> deniedPaths;
    private final boolean limited;

    AdmissionControl(RateLimits limits, ClientAddresses addresses, Collection<String> deniedPaths) {
        this.limits = limits;
        this.addresses = addresses;
        this.deniedPaths = Set.copyOf(deniedPaths);
        this.limited = limits.isLimited(Limit.REQUEST) || limits.isLimited(Limit.PULL);
    }

    /** Whether there are rate limits at all. */
    boolean hasRateLimits() {
        return limited;
    }

    /** The decision without rate limits. */
    Admission check(RequestTarget target, boolean crawler) {
        boolean denied = deniedPaths.contains(target.path()) || deniedPaths.contains(target.rawPath());
        return denied || (crawler && !target.path().equals(ROBOTS)) ? DENIED : ADMITTED;
    }

    /** Whether rate limits apply to an admitted request. */
    boolean isRateLimited(RequestTarget target) {
        return limited && !UNLIMITED.contains(target.path()) && !target.path().startsWith(InternalApi.PEER_BLOBS);
    }

    /** Applies the rate limits; never fails. Clients are limited by address until there are users with an identity. */
    CompletableFuture<Admission> applyLimits(RequestTarget target, SocketAddress peer, HttpHeaders headers) {
        Caller caller = Caller.anonymous(addresses.of(peer, headers).value());
        CompletableFuture<Verdict> first = applyLimits(Limit.REQUEST, caller);
        CompletableFuture<Verdict> all = target.isPull()
                ? first.thenCompose(verdict -> verdict instanceof Verdict.Granted
                        ? applyLimits(Limit.PULL, caller)
                        : CompletableFuture.completedFuture(verdict))
                : first;
        return all.thenApply(verdict -> switch (verdict) {
            case Verdict.Granted _ -> ADMITTED;
            case Verdict.Refused refused -> new Admission.RateLimited(refused);
        });
    }

    private CompletableFuture<Verdict> applyLimits(Limit limit, Caller caller) {
        return limits.isLimited(limit)
                ? limits.take(limit, caller)
                : CompletableFuture.completedFuture(new Verdict.Granted());
    }
}
