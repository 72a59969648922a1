package io.wave.api.content;

import io.wave.api.problem.ApiException;
import io.wave.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Walks the tar of a build context without unpacking it, and refuses what would leave its folder. */
final class ContextTar {

    private final CheckedLayer context;
    private final ContentProperties limits;
    private final Set<Path> links = new HashSet<>();

    ContextTar(CheckedLayer context, ContentProperties limits) {
        this.context = context;
        this.limits = limits;
    }

    /** Reads the compressed stream to its end. */
    void verify(InputStream compressed) throws IOException {
        MessageDigest hash = Digest.sha256();
        try (InputStream bytes = new DigestInputStream(
                new BoundedInput(
                        new GZIPInputStream(compressed), limits.maxUnpacked().toBytes()),
                hash)) {
            walk(new TarArchiveInputStream(bytes));
            bytes.transferTo(OutputStream.nullOutputStream());
        } catch (BoundedInput.TooLongException tooLong) {
            throw context.broken("location", "must not unpack to more than " + limits.maxUnpacked());
        } catch (IOException | IllegalArgumentException malformed) {
            throw context.broken("location", "must hold a gzip-compressed tar");
        }
        if (!Digest.finish(hash).equals(context.tarDigest())) {
            throw context.broken("tarDigest", "is not the digest of the tar in location");
        }
    }

    // The stream is closed by the caller, who still needs what follows the archive's end.
    @SuppressWarnings("resource")
    private void walk(TarArchiveInputStream tar) throws IOException {
        int entries = 0;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            entries++;
            if (entries > limits.maxEntries()) {
                throw context.broken("location", "must not hold more than %d files".formatted(limits.maxEntries()));
            }
            check(entry);
        }
    }

    private void check(TarArchiveEntry entry) {
        String name = entry.getName();
        Path path = Path.of("/context", name).normalize();
        if (name.startsWith("/") || leaves(path)) {
            throw refused(entry, "lies outside of the context");
        }
        if (throughLink(path)) {
            throw refused(entry, "lies behind a link");
        }
        if (entry.isSymbolicLink()) {
            refuseEscape(entry, Path.of("/context").resolve(path).resolveSibling(entry.getLinkName()));
            links.add(path);
        } else if (entry.isLink()) {
            refuseEscape(entry, Path.of("/context", entry.getLinkName()));
        } else if (!isPlain(entry)) {
            throw refused(entry, "is neither a file, a folder nor a link");
        }
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isDirectory()
                || switch (entry.getLinkFlag()) {
                    case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
                    default -> entry.isSparse();
                };
    }

    private void refuseEscape(TarArchiveEntry entry, Path target) {
        if (entry.getLinkName().startsWith("/") || leaves(target.normalize())) {
            throw refused(entry, "links to '%s', outside of the context".formatted(entry.getLinkName()));
        }
    }

    private boolean throughLink(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (links.contains(parent)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leaves(Path path) {
        return !path.startsWith("/context");
    }

    private ApiException refused(TarArchiveEntry entry, String reason) {
        return context.broken("location", "holds the entry '%s', which %s".formatted(entry.getName(), reason));
    }
}
