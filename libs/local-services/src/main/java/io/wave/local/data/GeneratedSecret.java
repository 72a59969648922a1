package io.wave.local.data;

import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A secret that is generated at the first start and kept in a file that only its owner can read. */
public final class GeneratedSecret {

    private static final int BYTES = 32;

    private GeneratedSecret() {}

    /** The content of the file, or the base64 of 32 new random bytes. */
    public static synchronized String in(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : create(file);
        } catch (IOException failed) {
            throw LocalServiceException.of(file, failed);
        }
    }

    /**
     * Uses this secret instead of a generated one.
     *
     * @throws LocalServiceException if the file has another one
     */
    public static synchronized void set(Path file, String secret) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (!Files.exists(file)) {
                write(file, secret);
            } else if (!Files.readString(file).strip().equals(secret)) {
                throw new LocalServiceException(
                        "%s: the data was created with another password. Use that one, or delete the data."
                                .formatted(file));
            }
        } catch (IOException failed) {
            throw LocalServiceException.of(file, failed);
        }
    }

    private static String create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return write(file, Base64.getEncoder().encodeToString(random));
    }

    /** Written to a temporary file and renamed, so that a crash leaves no partial secret. */
    private static String write(Path file, String secret) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, secret);
        Files.move(draft, file);
        return secret;
    }
}
