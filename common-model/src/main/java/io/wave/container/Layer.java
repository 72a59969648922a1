package io.wave.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.wave.image.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gzip-compressed tar that is put on top of an image, or a build context of the same shape. On the wire every member
 * may be absent; what the API has accepted has the first four.
 *
 * @param location where the bytes are: {@code http(s)://…}, {@code data:<base64>}, {@code gzip:<base64 of zlib>},
 *     {@code docker://<registry>/v2/<repository>/blobs/<digest>}, or inside the service {@code blob:<digest>} of the
 *     object store
 * @param gzipDigest digest of the compressed bytes
 * @param gzipSize number of compressed bytes
 * @param tarDigest digest of the uncompressed tar, the layer's diff id
 * @param skipHashing a hint between clients, ignored here
 */
public record Layer(
        @Nullable String location,
        @Nullable String gzipDigest,
        @Nullable Long gzipSize,
        @Nullable String tarDigest,
        @Nullable Boolean skipHashing) {

    /** Prefix of the location of bytes that the object store holds, named by their digest. */
    public static final String STORED = "blob:";

    private static final String FUSION_SITE = "https://fusionfs.seqera.io/";
    private static final Pattern FUSION = Pattern.compile(".*/fusion-([^/]+)\\.tar\\.gz");

    private static final Pattern FUSION_VERSION = Pattern.compile(
            "/v(\\d{1,9}\\.\\d{1,9}(?:\\.\\d{1,9})?)-[^/]{1,64}\\.json$|/pkg/(\\d{1,9}/\\d{1,9}/\\d{1,9})/[^/]{1,64}$");

    /** Whether it is the client of the Fusion file system, from where its makers keep it. */
    @JsonIgnore
    public boolean isFusion() {
        return location != null && location.startsWith(FUSION_SITE);
    }

    /** The version of that client, where the location says it: {@code /v2.1.3-amd64.json}, {@code /pkg/2/2/8/…}. */
    public Optional<String> fusionVersion() {
        Matcher version = FUSION_VERSION.matcher(location == null ? "" : location);
        if (!isFusion() || !version.find()) {
            return Optional.empty();
        }
        return Optional.of(
                version.group(1) != null ? version.group(1) : version.group(2).replace('/', '.'));
    }

    /** The same layer with its bytes elsewhere. */
    public Layer movedTo(String newLocation) {
        return new Layer(newLocation, gzipDigest, gzipSize, tarDigest, skipHashing);
    }

    /** The location of bytes that the object store holds under this digest. */
    public static String storedAt(Digest digest) {
        return STORED + digest;
    }

    /** Whether what lies there is of use on this architecture: false for the Fusion client of another. */
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
