package io.wave.proxy.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.wave.limit.Caller;
import io.wave.limit.Limit;
import io.wave.limit.RateLimits;
import io.wave.limit.Verdict;
import io.wave.proxy.address.ClientAddresses;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Decides whether a call may go on, whichever way it is answered then: crawlers and denied paths are turned away, limits
 * are taken. Goes by the decoded path. What is remembered as an answer has passed the gate under its path, so only who
 * calls is looked at again: {@link #isCrawler} and the limits.
 */
final class Gate {

    private static final List<String> CRAWLERS = List.of(
            "googlebot",
            "bingbot",
            "yandexbot",
            "baiduspider",
            "duckduckbot",
            "slurp",
            "facebot",
            "twitterbot",
            "mj12bot",
            "ahrefsbot");
    private static final String ROBOTS = "/robots.txt";
    private static final Set<String> FREE = Set.of("/health", "/ping");

    private static final Admission ADMITTED = new Admission.Admitted();
    private static final Admission UNWANTED = new Admission.Unwanted();

    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Set<String> deniedPaths;
    private final boolean limited;

    Gate(RateLimits limits, ClientAddresses addresses, Collection<String> deniedPaths) {
        this.limits = limits;
        this.addresses = addresses;
        this.deniedPaths = Set.copyOf(deniedPaths);
        this.limited = limits.isLimited(Limit.REQUEST) || limits.isLimited(Limit.PULL);
    }

    /** Whether calls are limited at all. */
    boolean isLimited() {
        return limited;
    }

    static boolean isCrawler(String userAgent) {
        String lower = userAgent.toLowerCase(Locale.ROOT);
        return CRAWLERS.stream().anyMatch(lower::contains);
    }

    /** What can be said of a call without asking for limits. */
    Admission standing(Call call, boolean crawler) {
        boolean denied = deniedPaths.contains(call.path()) || deniedPaths.contains(call.rawPath());
        return denied || (crawler && !call.path().equals(ROBOTS)) ? UNWANTED : ADMITTED;
    }

    /** Whether limits are to be taken for an admitted call. */
    boolean mustTake(Call call) {
        return limited && !FREE.contains(call.path());
    }

    /** Takes what the call costs its client; never fails. Until there are users with an identity, addresses are limited. */
    CompletableFuture<Admission> take(Call call, SocketAddress peer, HttpHeaders headers) {
        Caller caller = Caller.anonymous(addresses.of(peer, headers).value());
        CompletableFuture<Verdict> first = take(Limit.REQUEST, caller);
        CompletableFuture<Verdict> all = call.isPull()
                ? first.thenCompose(verdict -> verdict instanceof Verdict.Granted
                        ? take(Limit.PULL, caller)
                        : CompletableFuture.completedFuture(verdict))
                : first;
        return all.thenApply(verdict -> switch (verdict) {
            case Verdict.Granted _ -> ADMITTED;
            case Verdict.Refused refused -> new Admission.Limited(refused);
        });
    }

    private CompletableFuture<Verdict> take(Limit limit, Caller caller) {
        return limits.isLimited(limit)
                ? limits.take(limit, caller)
                : CompletableFuture.completedFuture(new Verdict.Granted());
    }
}
