package io.wave.proxy.blobcache;

import io.wave.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Reads files to verify them. */
final class BlobVerifier {

    private static final int BUFFER = 256 * 1024;

    private BlobVerifier() {}

    /** Whether the content of the file has this digest; a file that cannot be read has not. */
    static boolean matches(Path file, Digest digest) {
        MessageDigest hash = Digest.sha256();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.update(buffer, 0, read);
            }
            return Digest.finish(hash).equals(digest);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
