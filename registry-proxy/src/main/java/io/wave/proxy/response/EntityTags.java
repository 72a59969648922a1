package io.wave.proxy.response;

import io.wave.image.Digest;
import java.util.List;

/** Entity tags, by RFC 9110, section 8.8.3: ours is the digest in quotes. */
public final class EntityTags {

    private EntityTags() {}

    /** The entity tag of this content. */
    public static String of(Digest digest) {
        return "\"" + digest + "\"";
    }

    /** Whether one of the {@code If-None-Match} headers names this content. */
    public static boolean match(List<String> ifNoneMatch, Digest digest) {
        return ifNoneMatch.stream().anyMatch(header -> matches(header, digest.toString()));
    }

    /** Content is found by a digest that cannot be part of another tag, so nothing needs to be parsed. */
    private static boolean matches(String header, String digest) {
        return header.strip().equals("*") || header.contains(digest);
    }
}
