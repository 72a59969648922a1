package io.wave.proxy.response;

import io.wave.image.Digest;
import java.util.List;

/** Entity tags by RFC 9110, section 8.8.3: the digest in quotes. */
public final class EntityTags {

    private EntityTags() {}

    /** The entity tag of the content. */
    public static String of(Digest digest) {
        return "\"" + digest + "\"";
    }

    /** Whether one of the {@code If-None-Match} headers matches the content. */
    public static boolean matchesAny(List<String> ifNoneMatch, Digest digest) {
        return ifNoneMatch.stream().anyMatch(header -> matches(header, digest.toString()));
    }

    /** A digest cannot be part of another entity tag, so the header need not be parsed. */
    private static boolean matches(String header, String digest) {
        return header.strip().equals("*") || header.contains(digest);
    }
}
