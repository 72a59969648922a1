package io.wave.registry;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.timeout.TimeoutException;
import io.wave.egress.ForbiddenAddressException;
import io.wave.oci.OciErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Words for what went wrong: a code, the repository and a short reason, never the registry's own text. */
final class UpstreamFailures {

    private static final int ERROR_BODY_AT_MOST = 64 * 1024;

    private final Clock clock;
    private final JsonMapper json;

    UpstreamFailures(Clock clock, JsonMapper json) {
        this.clock = clock;
        this.json = json;
    }

    /** Reads the rest of an answer that is no success and ends in an error, or empty where it says "not there". */
    <T> Mono<T> emptyIfAbsent(RegistryTarget target, Reply reply) {
        return reply.bytes(ERROR_BODY_AT_MOST)
                .onErrorReturn(new byte[0])
                .defaultIfEmpty(new byte[0])
                .map(body -> ErrorBody.parse(body, json))
                .flatMap(body -> reply.status() == 404 && body.saysAbsent()
                        ? Mono.empty()
                        : Mono.error(of(target, reply, null)));
    }

    /** Gives up the rest of an answer that is no success and ends in an error. */
    <T> Mono<T> fail(RegistryTarget target, Reply reply) {
        return reply.drain().then(Mono.error(() -> of(target, reply, null)));
    }

    private RegistryException of(RegistryTarget target, Reply reply, @Nullable Throwable cause) {
        Duration retryAfter = reply.header(HttpHeaderNames.RETRY_AFTER)
                .flatMap(text -> RetryAfter.parse(text, clock))
                .orElse(null);
        int status = reply.status();
        return switch (status) {
            case 401 -> unauthorized(target);
            case 403 -> failure(OciErrorCode.DENIED, status, target, "the registry denies access");
            case 416 -> failure(OciErrorCode.RANGE_INVALID, status, target, "the range is outside of the content");
            case 429 ->
                new RegistryException(
                        OciErrorCode.TOOMANYREQUESTS,
                        status,
                        target + ": the registry limits the rate of requests",
                        retryAfter,
                        cause);
            default ->
                new RegistryException(
                        OciErrorCode.UNAVAILABLE,
                        status,
                        "%s: the registry answered with status %d".formatted(target, status),
                        retryAfter,
                        cause);
        };
    }

    static RegistryException unauthorized(RegistryTarget target) {
        String reason = target.credentials().isPresent()
                ? "the registry refuses the configured credentials"
                : "the registry asks for credentials and none are configured";
        return failure(OciErrorCode.UNAUTHORIZED, 401, target, reason);
    }

    private static RegistryException failure(OciErrorCode code, int status, RegistryTarget target, String reason) {
        return new RegistryException(code, status, target + ": " + reason);
    }

    /** What a broken call means; what is a {@link RegistryException} already stays so. */
    static RegistryException broken(RegistryTarget target, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        if (cause instanceof ForbiddenAddressException forbidden) {
            return new RegistryException(
                    OciErrorCode.DENIED, 0, target + ": " + forbidden.getMessage(), null, forbidden);
        }
        return new RegistryException(OciErrorCode.UNAVAILABLE, 0, target + ": " + words(cause), null, cause);
    }

    /** What it means that a body ended early, after the status said success. */
    static RegistryException brokenBody(RegistryTarget target, Throwable cause) {
        return new RegistryException(OciErrorCode.UNAVAILABLE, 200, target + ": " + words(cause), null, cause);
    }

    /** Whether the same call may well give the whole body: the connection broke. */
    static boolean isBrokenBody(Throwable failure) {
        return failure instanceof RegistryException known
                && known.upstreamStatus() == 200
                && known.getCause() instanceof IOException;
    }

    private static String words(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> "the registry's host is unknown";
            case TimeoutException _ -> "the registry does not answer in time";
            case ConnectException _ -> "the registry cannot be reached";
            case SSLException _ -> "no secure connection to the registry";
            case BodyTooLargeException tooLarge -> "the registry's answer is " + tooLarge.getMessage();
            default -> "the connection to the registry broke";
        };
    }
}
