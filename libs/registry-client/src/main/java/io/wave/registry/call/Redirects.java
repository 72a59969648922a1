package io.wave.registry.call;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Origin;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Outgoing;
import io.wave.registry.http.Reply;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Follows a registry's redirects, at most ten and never in a circle, and shows credentials to its own origin only. */
public final class Redirects {

    private static final int MOST = 10;

    private final RegistryCaller caller;

    public Redirects(RegistryCaller caller) {
        this.caller = caller;
    }

    /** The answer behind all redirects. */
    public Mono<Reply> follow(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        return hop(new Journey(target, Outgoing.of(method, headers), true, new LinkedHashSet<>()), uri);
    }

    /** The answer behind those redirects that stay with the registry, which no client of ours could follow. */
    public Mono<Reply> followAtHome(RegistryTarget target, HttpMethod method, URI uri, HttpHeaders headers) {
        return hop(new Journey(target, Outgoing.of(method, headers), false, new LinkedHashSet<>()), uri);
    }

    private Mono<Reply> hop(Journey journey, URI uri) {
        if (!journey.visited().add(uri) || journey.visited().size() > MOST + 1) {
            return Mono.error(unusable(journey.target(), "the registry redirects without end"));
        }
        Mono<Reply> reply = journey.isAtHome(uri)
                ? caller.call(journey.target(), uri, journey.request())
                : caller.callElsewhere(journey.target(), uri, journey.request());
        return reply.flatMap(answer -> isRedirect(answer.status()) ? onward(journey, answer) : Mono.just(answer));
    }

    private Mono<Reply> onward(Journey journey, Reply answer) {
        URI next = location(journey.target(), answer);
        if (journey.goesAbroad() && isWeaker(answer.uri(), next)) {
            return answer.drain()
                    .then(Mono.error(() -> unusable(journey.target(), "the registry redirects to plain http")));
        }
        return journey.goesAbroad() || journey.isAtHome(next)
                ? answer.drain().then(Mono.defer(() -> hop(journey, next)))
                : Mono.just(answer);
    }

    public static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Where a redirect leads, as an absolute address. */
    public static URI location(RegistryTarget target, Reply answer) {
        return answer.header(HttpHeaderNames.LOCATION)
                .flatMap(text -> resolve(answer.uri(), text))
                .orElseThrow(() -> unusable(target, "the registry redirects to an address that cannot be used"));
    }

    private static Optional<URI> resolve(URI from, String location) {
        try {
            URI next = from.resolve(location);
            boolean http = "http".equals(next.getScheme()) || "https".equals(next.getScheme());
            return http && next.getHost() != null ? Optional.of(next) : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Whether it leads from a secure address to one that is not. */
    public static boolean isWeaker(URI from, URI next) {
        return "https".equals(from.getScheme()) && "http".equals(next.getScheme());
    }

    private static RegistryException unusable(RegistryTarget target, String reason) {
        return new RegistryException(OciErrorCode.UNAVAILABLE, 0, target + ": " + reason);
    }

    private record Journey(RegistryTarget target, Outgoing request, boolean goesAbroad, Set<URI> visited) {

        boolean isAtHome(URI uri) {
            return Origin.of(uri).equals(target.origin());
        }
    }
}
