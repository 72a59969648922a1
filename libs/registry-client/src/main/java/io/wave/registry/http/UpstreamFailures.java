package io.wave.registry.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.error.BrokenCall;
import io.wave.registry.error.CallerStatuses;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Words for what went wrong: a code, the repository and a short reason, never the registry's own text. */
public final class UpstreamFailures {

    private static final int ERROR_BODY_AT_MOST = 64 * 1024;

    private final Clock clock;
    private final JsonMapper json = DocumentJson.ofDocuments();

    public UpstreamFailures(Clock clock) {
        this.clock = clock;
    }

    /** Reads the rest of an answer that is no success and ends in an error, or empty where it says "not there". */
    public <T> Mono<T> emptyIfAbsent(RegistryTarget target, Reply reply) {
        return reply.bytes(ERROR_BODY_AT_MOST)
                .onErrorReturn(new byte[0])
                .defaultIfEmpty(new byte[0])
                .map(body -> ErrorBody.parse(body, json))
                .flatMap(body ->
                        reply.status() == 404 && body.saysAbsent() ? Mono.empty() : Mono.error(of(target, reply)));
    }

    /** Gives up the rest of an answer that is no success and ends in an error. */
    public <T> Mono<T> fail(RegistryTarget target, Reply reply) {
        return reply.drain().then(Mono.error(() -> of(target, reply)));
    }

    private RegistryException of(RegistryTarget target, Reply reply) {
        int status = reply.status();
        return switch (status) {
            case 401 -> unauthorized(target);
            case 403 -> failure(OciErrorCode.DENIED, status, target, "the registry denies access");
            case 416 -> failure(OciErrorCode.RANGE_INVALID, status, target, "the range is outside of the content");
            case 429 -> later(OciErrorCode.TOOMANYREQUESTS, target, reply, "the registry limits the rate of requests");
            default ->
                CallerStatuses.code(status)
                        .map(code -> failure(code, status, target, answered(status)))
                        .orElseGet(() -> later(OciErrorCode.UNAVAILABLE, target, reply, answered(status)));
        };
    }

    private static String answered(int status) {
        String meaning = HttpResponseStatus.valueOf(status).reasonPhrase();
        return "the registry answered with status %d (%s)".formatted(status, meaning);
    }

    private RegistryException later(OciErrorCode code, RegistryTarget target, Reply reply, String reason) {
        Duration retryAfter = reply.header(HttpHeaderNames.RETRY_AFTER)
                .flatMap(text -> RetryAfter.parse(text, clock))
                .orElse(null);
        int status = reply.status();
        return new RegistryException(
                RegistryFailure.ofStatus(status), code, status, target + ": " + reason, retryAfter, null);
    }

    public static RegistryException unauthorized(RegistryTarget target) {
        String reason = target.credentials().isPresent()
                ? "the registry refuses the configured credentials"
                : "the registry asks for credentials and none are configured";
        return failure(OciErrorCode.UNAUTHORIZED, 401, target, reason);
    }

    private static RegistryException failure(OciErrorCode code, int status, RegistryTarget target, String reason) {
        return new RegistryException(code, status, target + ": " + reason);
    }

    /**
     * What a broken call means; what is a {@link RegistryException} already stays so.
     *
     * @param asked the address that was called, which may be another than the registry's own
     */
    public static RegistryException broken(RegistryTarget target, URI asked, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        BrokenCall broken = BrokenCall.of(asked, cause);
        OciErrorCode code =
                broken.failure() == RegistryFailure.FORBIDDEN_ADDRESS ? OciErrorCode.DENIED : OciErrorCode.UNAVAILABLE;
        return new RegistryException(broken.failure(), code, 0, target + ": " + broken.words(), null, cause);
    }

    /** What it means that a body ended early, after the status said success. */
    public static RegistryException brokenBody(RegistryTarget target, Throwable cause) {
        if (cause instanceof RegistryException known) {
            return known;
        }
        BrokenCall broken = BrokenCall.of(target.endpoint().base(), cause);
        return new RegistryException(
                broken.failure(), OciErrorCode.UNAVAILABLE, 200, target + ": " + broken.words(), null, cause);
    }

    /** Whether the same call may well give the whole body: the connection broke. */
    public static boolean isBrokenBody(Throwable failure) {
        return failure instanceof RegistryException known
                && known.upstreamStatus() == 200
                && known.getCause() instanceof IOException;
    }
}
