package io.wave.api.image.inspect;

import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.registry.manifest.ManifestContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index, or a Docker manifest list.
 *
 * @param schemaVersion always 2
 * @param mediaType what kind of list
 * @param digest digest of the list
 * @param manifests what it lists
 */
public record InspectedIndex(int schemaVersion, String mediaType, Digest digest, List<Entry> manifests) {

    private static final int SCHEMA = 2;

    static InspectedIndex of(ManifestContent content, Members json) {
        List<Entry> entries = json.members("manifests").map(Entry::of).toList();
        return new InspectedIndex(SCHEMA, content.mediaType(), content.digest(), entries);
    }

    /** The image for a platform: the first that says so. */
    Optional<Digest> find(Platform platform) {
        return manifests.stream()
                .filter(entry -> entry.platform() != null && entry.platform().is(platform))
                .map(Entry::asDigest)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether there are images of which it does not say what they run on. */
    boolean isSilent() {
        return manifests.stream().anyMatch(entry -> entry.platform() == null);
    }

    /**
     * An image of the list.
     *
     * @param mediaType what kind of document it is
     * @param digest its digest, as the list has it
     * @param size its size in bytes
     * @param annotations what is said about it
     * @param platform what it runs on
     */
    public record Entry(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size,
            Map<String, String> annotations,
            @Nullable OnPlatform platform) {

        static Entry of(Members json) {
            return new Entry(
                    json.text("mediaType"),
                    json.text("digest"),
                    json.number("size"),
                    json.texts("annotations"),
                    json.member("platform").map(OnPlatform::of).orElse(null));
        }

        private Optional<Digest> asDigest() {
            try {
                return Optional.ofNullable(digest).map(Digest::parse);
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
    }

    /**
     * A platform as the list has it.
     *
     * @param architecture processor
     * @param os operating system
     * @param variant variant of the processor
     */
    public record OnPlatform(
            @Nullable String architecture,
            @Nullable String os,
            @Nullable String variant) {

        static OnPlatform of(Members json) {
            return new OnPlatform(json.text("architecture"), json.text("os"), json.text("variant"));
        }

        boolean is(Platform platform) {
            return architecture != null && os != null && platform.matches(new Platform(os, architecture, variant));
        }
    }
}
