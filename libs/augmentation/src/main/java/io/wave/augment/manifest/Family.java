package io.wave.augment.manifest;

import static io.wave.oci.MediaTypes.DOCKER_CONFIG;
import static io.wave.oci.MediaTypes.DOCKER_LAYER_GZIP;
import static io.wave.oci.MediaTypes.DOCKER_LIST;
import static io.wave.oci.MediaTypes.DOCKER_MANIFEST;
import static io.wave.oci.MediaTypes.OCI_CONFIG;
import static io.wave.oci.MediaTypes.OCI_INDEX;
import static io.wave.oci.MediaTypes.OCI_LAYER;
import static io.wave.oci.MediaTypes.OCI_LAYER_GZIP;
import static io.wave.oci.MediaTypes.OCI_LAYER_ZSTD;
import static io.wave.oci.MediaTypes.OCI_MANIFEST;

import java.util.Arrays;
import java.util.Optional;

/** The two families of media types: OCI and Docker. An image uses one of them. */
public enum Family {
    OCI(OCI_INDEX, OCI_MANIFEST, OCI_CONFIG, OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD),
    DOCKER(
            DOCKER_LIST,
            DOCKER_MANIFEST,
            DOCKER_CONFIG,
            "application/vnd.docker.image.rootfs.diff.tar",
            DOCKER_LAYER_GZIP,
            "application/vnd.docker.image.rootfs.diff.tar.zstd");

    private final String index;
    private final String manifest;
    private final String config;
    private final String plainLayer;
    private final String gzipLayer;
    private final String zstdLayer;

    Family(String index, String manifest, String config, String plainLayer, String gzipLayer, String zstdLayer) {
        this.index = index;
        this.manifest = manifest;
        this.config = config;
        this.plainLayer = plainLayer;
        this.gzipLayer = gzipLayer;
        this.zstdLayer = zstdLayer;
    }

    String index() {
        return index;
    }

    String manifest() {
        return manifest;
    }

    public String config() {
        return config;
    }

    /** The compression of layers with this media type; empty for other types. */
    static Optional<Compression> compression(String mediaType) {
        return Arrays.stream(values())
                .flatMap(family -> Arrays.stream(Compression.values())
                        .filter(compression -> family.layer(compression).equals(mediaType)))
                .findFirst();
    }

    String layer(Compression compression) {
        return switch (compression) {
            case NONE -> plainLayer;
            case GZIP -> gzipLayer;
            case ZSTD -> zstdLayer;
        };
    }
}
