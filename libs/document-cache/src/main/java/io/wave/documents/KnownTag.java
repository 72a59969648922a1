package io.wave.documents;

import io.wave.image.Digest;
import io.wave.registry.manifest.ResolvedManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry has said of a tag.
 *
 * @param manifest the manifest that the tag refers to
 * @param at when the registry said so
 */
record KnownTag(ResolvedManifest manifest, Instant at) {

    private static final Pattern FORM =
            Pattern.compile("(?<digest>\\S{1,200}) (?<length>-?[0-9]{1,18}) (?<at>[0-9]{1,18}) (?<type>\\S{1,200})");

    Duration age(Instant now) {
        Duration age = Duration.between(at, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** The form in Redis. */
    String text() {
        return "%s %d %d %s".formatted(manifest.digest(), manifest.length(), at.toEpochMilli(), manifest.mediaType());
    }

    /** Empty if the text has another form. */
    static Optional<KnownTag> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KnownTag(
                    new ResolvedManifest(
                            Digest.parse(form.group("digest")),
                            form.group("type"),
                            Long.parseLong(form.group("length"))),
                    Instant.ofEpochMilli(Long.parseLong(form.group("at")))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
