package io.wave.proxy.response;

import io.wave.image.Digest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The {@code Range} header of a GET, if it applies. */
public final class RangeHeader {

    private RangeHeader() {}

    /**
     * The value of the header; empty if there is none, if it is not a single valid range, or if the {@code If-Range}
     * condition fails.
     */
    public static Optional<String> of(ServerHttpRequest request, Digest digest) {
        HttpHeaders headers = request.getHeaders();
        String condition = headers.getFirst(HttpHeaders.IF_RANGE);
        boolean applies = HttpMethod.GET.equals(request.getMethod())
                && (condition == null || condition.equals(EntityTags.of(digest)));
        return applies
                ? Optional.ofNullable(headers.getFirst(HttpHeaders.RANGE)).filter(ByteRange::isSingle)
                : Optional.empty();
    }
}
