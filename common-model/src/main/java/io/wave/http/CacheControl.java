package io.wave.http;

import java.util.Collection;
import java.util.stream.Stream;

/** The header field {@code Cache-Control} of requests (RFC 9111, section 5.2.1). */
public final class CacheControl {

    private static final String NO_CACHE = "no-cache";

    private CacheControl() {}

    /**
     * Whether a client does not accept an answer that was not checked now.
     *
     * @param lines values of the field, each with any number of directives
     */
    public static boolean isNoCache(Collection<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(directive -> directive.strip().equalsIgnoreCase(NO_CACHE));
    }
}
