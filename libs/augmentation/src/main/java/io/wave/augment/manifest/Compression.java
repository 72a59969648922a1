package io.wave.augment.manifest;

import io.wave.image.Digest;
import java.util.HexFormat;

/** How the tar of a layer is compressed. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    /** Number of leading bytes that {@link #detect} wants to see. */
    public static final int MAGIC_BYTES = 4;

    private static final String GZIP_MAGIC = "1f8b";
    private static final String ZSTD_MAGIC = "28b52ffd";

    /** What these first bytes of a blob tell. */
    public static Compression detect(byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        if (hex.startsWith(GZIP_MAGIC)) {
            return GZIP;
        }
        return hex.startsWith(ZSTD_MAGIC) ? ZSTD : NONE;
    }

    /** What the digests alone tell: a blob that is its own tar is not compressed, another most likely by gzip. */
    static Compression assumed(Digest blob, Digest tar) {
        return blob.equals(tar) ? NONE : GZIP;
    }
}
