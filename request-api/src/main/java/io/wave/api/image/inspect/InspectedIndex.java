package io.wave.api.image.inspect;

import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.registry.manifest.ManifestContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OCI index or Docker manifest list.
 *
 * @param schemaVersion always 2
 * @param mediaType media type of the index
 * @param digest digest of the index
 * @param manifests its entries
 */
public record InspectedIndex(int schemaVersion, String mediaType, Digest digest, List<Entry> manifests) {

    private static final int SCHEMA = 2;

    static InspectedIndex of(ManifestContent content, LenientJson json) {
        List<Entry> entries = json.members("manifests").map(Entry::of).toList();
        return new InspectedIndex(SCHEMA, content.mediaType(), content.digest(), entries);
    }

    /** The image for a platform: the first matching entry. */
    Optional<Digest> find(Platform platform) {
        return manifests.stream()
                .filter(entry -> entry.platform() != null && entry.platform().is(platform))
                .map(Entry::asDigest)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether the platform of some images is missing. */
    boolean isSilent() {
        return manifests.stream().anyMatch(entry -> entry.platform() == null);
    }

    /**
     * An entry of the index.
     *
     * @param mediaType media type
     * @param digest digest, as in the index
     * @param size size in bytes
     * @param annotations annotations
     * @param platform platform of the image
     */
    public record Entry(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size,
            Map<String, String> annotations,
            @Nullable OnPlatform platform) {

        static Entry of(LenientJson json) {
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
     * The platform of an entry.
     *
     * @param architecture CPU architecture
     * @param os operating system
     * @param variant CPU variant
     */
    public record OnPlatform(
            @Nullable String architecture,
            @Nullable String os,
            @Nullable String variant) {

        static OnPlatform of(LenientJson json) {
            return new OnPlatform(json.text("architecture"), json.text("os"), json.text("variant"));
        }

        boolean is(Platform platform) {
            return architecture != null && os != null && platform.matches(new Platform(os, architecture, variant));
        }
    }
}
