package io.wave.proxy.response;

import io.wave.image.Digest;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The {@code Range} header of a GET, where it counts. */
public final class RangeRequest {

    private RangeRequest() {}

    /**
     * The header as it stands; empty if there is none, if it does not ask for one part, or if {@code If-Range} wants it of
     * other content only.
     */
    public static Optional<String> of(ServerHttpRequest request, Digest digest) {
        HttpHeaders headers = request.getHeaders();
        String condition = headers.getFirst(HttpHeaders.IF_RANGE);
        boolean counts = HttpMethod.GET.equals(request.getMethod())
                && (condition == null || condition.equals(EntityTags.of(digest)));
        return counts
                ? Optional.ofNullable(headers.getFirst(HttpHeaders.RANGE)).filter(ByteRange::isOne)
                : Optional.empty();
    }
}
