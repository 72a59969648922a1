package io.wave.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gzip-compressed tar archive: a layer or a build context. In JSON all members are optional; the API requires the
 * first four.
 *
 * @param location location of the content: {@code http(s)://…}, {@code data:<base64>}, {@code gzip:<base64 of zlib>},
 *     {@code docker://<registry>/v2/<repository>/blobs/<digest>}, or internally {@code blob:<digest>} in the object
 *     store
 * @param gzipDigest digest of the compressed content
 * @param gzipSize size of the compressed content
 * @param tarDigest digest of the uncompressed tar archive, the diff id of the layer
 * @param skipHashing a hint between clients, not used
 */
public record Layer(
        @Nullable String location,
        @Nullable String gzipDigest,
        @Nullable Long gzipSize,
        @Nullable String tarDigest,
        @Nullable Boolean skipHashing) {

    /** Prefix of locations in the object store. */
    public static final String STORED = "blob:";

    private static final String FUSION_SITE = "https://fusionfs.seqera.io/";
    private static final Pattern FUSION = Pattern.compile(".*/fusion-([^/]+)\\.tar\\.gz");

    private static final Pattern FUSION_VERSION = Pattern.compile(
            "/v(\\d{1,9}\\.\\d{1,9}(?:\\.\\d{1,9})?)-[^/]{1,64}\\.json$|/pkg/(\\d{1,9}/\\d{1,9}/\\d{1,9})/[^/]{1,64}$");

    /** Whether it is the client of the Fusion file system, from its official location. */
    @JsonIgnore
    public boolean isFusion() {
        return location != null && location.startsWith(FUSION_SITE);
    }

    /**
     * The version of the Fusion client, if its location contains it: {@code /v2.1.3-amd64.json}, {@code /pkg/2/2/8/…}.
     */
    public Optional<String> fusionVersion() {
        Matcher version = FUSION_VERSION.matcher(location == null ? "" : location);
        if (!isFusion() || !version.find()) {
            return Optional.empty();
        }
        return Optional.of(
                version.group(1) != null ? version.group(1) : version.group(2).replace('/', '.'));
    }

    /** A copy with another location. */
    public Layer movedTo(String newLocation) {
        return new Layer(newLocation, gzipDigest, gzipSize, tarDigest, skipHashing);
    }

    /** The location of the content with this digest in the object store. */
    public static String storedAt(Digest digest) {
        return STORED + digest;
    }

    /** Whether the layer can be used on this architecture: false for a Fusion client of another one. */
    public static boolean runsOn(String location, String architecture) {
        Matcher fusion = FUSION.matcher(location);
        return !fusion.matches() || fusion.group(1).equals(architecture);
    }

    /** The 32-bit hash that container ids use: {@code Objects.hash} over the first four members. */
    int idHash() {
        int size = gzipSize == null ? 0 : Long.hashCode(gzipSize);
        return IdHash.of(IdHash.of(location), IdHash.of(gzipDigest), size, IdHash.of(tarDigest));
    }
}
