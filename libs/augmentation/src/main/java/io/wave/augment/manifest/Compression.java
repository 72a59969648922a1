package io.wave.augment.manifest;

import io.wave.image.Digest;
import java.util.HexFormat;

/** The compression of a layer. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    /** Number of leading bytes that {@link #detect} needs. */
    public static final int MAGIC_BYTES = 4;

    private static final String GZIP_MAGIC = "1f8b";
    private static final String ZSTD_MAGIC = "28b52ffd";

    /** Detects the compression from the first bytes of a blob. */
    public static Compression detect(byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        if (hex.startsWith(GZIP_MAGIC)) {
            return GZIP;
        }
        return hex.startsWith(ZSTD_MAGIC) ? ZSTD : NONE;
    }

    /** Derived from the digests: a blob with the digest of the tar is not compressed, any other is assumed to be gzip. */
    static Compression assumed(Digest blob, Digest tar) {
        return blob.equals(tar) ? NONE : GZIP;
    }
}
